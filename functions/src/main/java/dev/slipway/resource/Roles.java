package dev.slipway.resource;

import dev.slipway.aws.AwsErrors;
import dev.slipway.aws.AwsErrors.Meaning;
import dev.slipway.aws.Names;
import dev.slipway.aws.PolicyDocument;
import dev.slipway.aws.ServiceId;
import dev.slipway.aws.Tags;
import dev.slipway.aws.Together;
import dev.slipway.environment.Environment;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.IamException;
import software.amazon.awssdk.services.iam.model.Tag;

/**
 * The two roles of a service: what ECS needs to start its tasks, and what its own code may do.
 *
 * <p>The boundary of a role is the pipeline's and not the deployment's: a role is bounded before anything else of it
 * changes, an undo or a removal included, and the boundary is never taken away. IAM lets the pipeline touch no other
 * role.
 *
 * <p>Managed policies that others attach to the task role are theirs, as those of addons are with Copilot: they are neither
 * read nor changed, and end with the role. What they allow counts below the boundary only.
 */
public final class Roles implements ResourceKind<Role> {
    private static final int NAME_LIMIT = 64;

    private final IamClient iam;
    private final String boundary;

    /** @param boundary ARN of the policy that bounds every role */
    public Roles(IamClient iam, String boundary) {
        this.iam = iam;
        this.boundary = boundary;
    }

    public static String executionRole(ServiceId id) {
        return Names.limited(NAME_LIMIT, id.stem(), "-ExecutionRole");
    }

    public static String taskRole(ServiceId id) {
        return Names.limited(NAME_LIMIT, id.stem(), "-TaskRole");
    }

    /** All roles are under the path {@code /}, so that the ARN follows from the name. */
    public static String arn(Environment environment, String name) {
        return "arn:%s:iam::%s:role/%s".formatted(environment.partition(), environment.account(), name);
    }

    @Override
    public String name() {
        return "role";
    }

    @Override
    public Class<Role> type() {
        return Role.class;
    }

    @Override
    public boolean isIndependent() {
        return true;
    }

    /** Their policies name access points. */
    @Override
    public int stage() {
        return 1;
    }

    @Override
    public List<Role> desired(Service service, Existing existing) {
        Environment environment = service.environment();
        String managed =
                "arn:" + environment.partition() + ":iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy";
        return List.of(
                new Role(
                        executionRole(service.id()),
                        RolePolicies.executionTrust(environment),
                        List.of(managed),
                        RolePolicies.ofExecution(service),
                        Optional.of(boundary),
                        service.tags()),
                new Role(
                        taskRole(service.id()),
                        RolePolicies.taskTrust(environment),
                        List.of(),
                        RolePolicies.ofTask(service),
                        Optional.of(boundary),
                        service.tags()));
    }

    /** Their policies name access points. */
    @Override
    public List<Class<? extends Resource>> readAfter() {
        return List.of(AccessPoint.class);
    }

    @Override
    public List<Found<Role>> read(Scope scope, Arns arns) {
        List<Supplier<Optional<Found<Role>>>> reads = List.of(
                () -> find(executionRole(scope.id()), scope, arns), () -> find(taskRole(scope.id()), scope, arns));
        return Together.all(reads).stream().flatMap(Optional::stream).toList();
    }

    private Optional<Found<Role>> find(String name, Scope scope, Arns arns) {
        try {
            var role = iam.getRole(r -> r.roleName(name)).role();
            Map<String, String> tags = new TreeMap<>();
            role.tags().forEach(tag -> tags.put(tag.key(), tag.value()));
            Ownership.check(scope.id(), "the role " + name, tags);
            boolean isTaskRole = name.equals(taskRole(scope.id()));
            Role state = Together.both(
                    () -> isTaskRole ? List.<String>of() : managedPolicies(name),
                    () -> policies(name, arns),
                    (managed, inline) -> new Role(
                            name,
                            PolicyDocument.canonical(decoded(role.assumeRolePolicyDocument())),
                            managed,
                            inline,
                            Optional.ofNullable(role.permissionsBoundary())
                                    .map(boundary -> boundary.permissionsBoundaryArn()),
                            Tags.known(tags, scope.tags())));
            return Optional.of(new Found<>(state, role.arn()));
        } catch (IamException e) {
            if (AwsErrors.is(Meaning.GONE, e)) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /** ARNs of those that are attached, whoever did it. */
    private List<String> managedPolicies(String role) {
        return iam.listAttachedRolePoliciesPaginator(r -> r.roleName(role)).attachedPolicies().stream()
                .map(policy -> policy.policyArn())
                .sorted()
                .toList();
    }

    private Map<String, String> policies(String role, Arns arns) {
        Map<String, String> policies = new TreeMap<>();
        for (String policy :
                iam.listRolePoliciesPaginator(r -> r.roleName(role)).policyNames()) {
            String document =
                    iam.getRolePolicy(r -> r.roleName(role).policyName(policy)).policyDocument();
            policies.put(policy, AccessPoints.withPlaceholders(PolicyDocument.canonical(decoded(document)), arns));
        }
        return policies;
    }

    /** IAM returns its documents in URL encoding (RFC 3986, so a plus sign is a plus sign). */
    private static String decoded(String document) {
        return URLDecoder.decode(document.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    @Override
    public String create(Role wanted, Scope scope, Arns arns) {
        String arn;
        try {
            arn = iam.createRole(r -> r.roleName(wanted.name())
                            .path("/")
                            .assumeRolePolicyDocument(wanted.trust())
                            .permissionsBoundary(boundary)
                            .tags(tags(wanted)))
                    .role()
                    .arn();
        } catch (IamException e) {
            Optional<Found<Role>> found =
                    AwsErrors.is(Meaning.EXISTS, e) ? find(wanted.name(), scope, arns) : Optional.empty();
            if (found.isEmpty()) {
                throw AwsErrors.is(Meaning.EXISTS, e) ? notYet(wanted, e) : e;
            }
            return update(found.get(), wanted, scope, arns);
        }
        try {
            putPolicies(wanted, wanted.policies(), arns);
            attach(wanted, wanted.managedPolicies());
        } catch (IamException e) {
            boolean unknown = AwsErrors.is(Meaning.GONE, e) || AwsErrors.is(Meaning.DENIED, e);
            throw unknown ? notYet(wanted, e) : e;
        }
        return arn;
    }

    /**
     * A role that was made a moment ago is not there yet, or without its boundary and tags, for some of IAM's hosts. The
     * step is tried again.
     *
     * @see <a href="https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot.html">IAM is eventually consistent</a>
     */
    private static SdkException notYet(Role role, IamException e) {
        return SdkClientException.create(
                "The role " + role.name() + " was made a moment ago, and IAM does not know it everywhere yet: "
                        + AwsErrors.describe(e),
                e);
    }

    private static List<Tag> tags(Role role) {
        List<Tag> tags = new ArrayList<>();
        role.tags()
                .forEach((key, value) ->
                        tags.add(Tag.builder().key(key).value(value).build()));
        return tags;
    }

    private void putPolicies(Role role, Map<String, String> policies, Arns arns) {
        policies.forEach((name, document) -> iam.putRolePolicy(
                r -> r.roleName(role.name()).policyName(name).policyDocument(AccessPoints.resolve(document, arns))));
    }

    private void attach(Role role, List<String> policies) {
        policies.forEach(
                arn -> iam.attachRolePolicy(r -> r.roleName(role.name()).policyArn(arn)));
    }

    /** Grants first and takes away last: tasks that run keep what they had until the new rights are there. */
    @Override
    public String update(Found<Role> from, Role to, Scope scope, Arns arns) {
        Role old = from.state();
        bound(old);
        if (!old.trust().equals(to.trust())) {
            iam.updateAssumeRolePolicy(r -> r.roleName(to.name()).policyDocument(to.trust()));
        }
        Map<String, String> changed = new TreeMap<>(to.policies());
        changed.entrySet().removeAll(old.policies().entrySet());
        putPolicies(to, changed, arns);
        attach(to, without(to.managedPolicies(), old.managedPolicies()));
        if (!old.tags().equals(to.tags())) {
            iam.tagRole(r -> r.roleName(to.name()).tags(tags(to)));
        }
        without(List.copyOf(old.policies().keySet()), List.copyOf(to.policies().keySet()))
                .forEach(policy -> deletePolicy(to.name(), policy));
        without(old.managedPolicies(), to.managedPolicies()).forEach(policy -> detach(to.name(), policy));
        return from.arn();
    }

    private void bound(Role role) {
        if (!role.permissionsBoundary().equals(Optional.of(boundary))) {
            iam.putRolePermissionsBoundary(r -> r.roleName(role.name()).permissionsBoundary(boundary));
        }
    }

    private static List<String> without(List<String> all, List<String> these) {
        return all.stream().filter(one -> !these.contains(one)).toList();
    }

    /** IAM deletes only what has no policies left. */
    @Override
    public void remove(Found<Role> existing, Scope scope, Arns arns) {
        Role role = existing.state();
        unlessGone(() -> bound(role));
        unlessGone(() -> managedPolicies(role.name()).forEach(policy -> detach(role.name(), policy)));
        role.policies().keySet().forEach(policy -> deletePolicy(role.name(), policy));
        unlessGone(() -> iam.deleteRole(r -> r.roleName(role.name())));
    }

    private void detach(String role, String policy) {
        unlessGone(() -> iam.detachRolePolicy(r -> r.roleName(role).policyArn(policy)));
    }

    private void deletePolicy(String role, String policy) {
        unlessGone(() -> iam.deleteRolePolicy(r -> r.roleName(role).policyName(policy)));
    }

    private static void unlessGone(Runnable call) {
        try {
            call.run();
        } catch (IamException e) {
            if (!AwsErrors.is(Meaning.GONE, e)) {
                throw e;
            }
        }
    }
}
