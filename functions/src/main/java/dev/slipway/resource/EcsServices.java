package dev.slipway.resource;

import dev.slipway.aws.AwsErrors;
import dev.slipway.aws.AwsErrors.Meaning;
import dev.slipway.aws.Names;
import dev.slipway.aws.ServiceId;
import dev.slipway.aws.Tags;
import dev.slipway.environment.Environment;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.applicationautoscaling.ApplicationAutoScalingClient;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.ecs.model.EcsException;
import software.amazon.awssdk.services.ecs.model.ServiceField;
import software.amazon.awssdk.services.elasticloadbalancingv2.ElasticLoadBalancingV2Client;
import software.amazon.awssdk.services.resourcegroupstaggingapi.ResourceGroupsTaggingApiClient;
import software.amazon.awssdk.services.servicediscovery.ServiceDiscoveryClient;

/**
 * The ECS service. There is one; a second, under the other of two names, stands beside it while its target groups are
 * replaced: a target group cannot be changed in what it is, and the old one must serve until tasks answer behind the new.
 */
public final class EcsServices implements ResourceKind<EcsService> {
    private static final String KIND = "ecs-service";
    private static final String OTHER = "-b";
    private static final int NAME_LIMIT = 255;

    /** DescribeServices takes no more at a time. */
    private static final int PAGE = 10;

    private final EcsClient ecs;
    private final ResourceGroupsTaggingApiClient tagging;
    private final EcsServiceReader reader;

    public EcsServices(
            EcsClient ecs,
            ResourceGroupsTaggingApiClient tagging,
            ElasticLoadBalancingV2Client elb,
            ServiceDiscoveryClient cloudMap,
            ApplicationAutoScalingClient autoScaling) {
        this.ecs = ecs;
        this.tagging = tagging;
        this.reader = new EcsServiceReader(elb, cloudMap, autoScaling);
    }

    /**
     * The ECS service's name: that of the one that exists, whoever named it; another one where its target groups have to be
     * replaced.
     */
    public static String nameOf(Service service, Existing existing) {
        List<EcsService> standing =
                existing.of(EcsService.class).stream().map(Found::state).toList();
        List<String> names = names(service.id());
        if (standing.isEmpty()) {
            return names.get(0);
        }
        Set<String> wanted = TargetGroups.of(service, existing).stream()
                .map(TargetGroup::name)
                .collect(Collectors.toSet());
        Set<String> taken = standing.stream().map(EcsService::name).collect(Collectors.toSet());
        return standing.stream()
                .filter(one -> canStay(one, wanted, service))
                .map(EcsService::name)
                .findFirst()
                .or(() -> names.stream().filter(name -> !taken.contains(name)).findFirst())
                .orElse(names.get(0));
    }

    /**
     * Two services cannot offer the same endpoint to Service Connect at a time, so one that does stays and changes in
     * place.
     *
     * @see <a href="https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ServiceConnectService.html">
     *     discoveryName must be unique in the namespace</a>
     */
    private static boolean canStay(EcsService standing, Set<String> wanted, Service service) {
        boolean offers = standing.connect()
                        .filter(connect -> !connect.endpoints().isEmpty())
                        .isPresent()
                && service.manifest().network().connect().isPresent();
        return offers
                || standing.loadBalancers().stream()
                        .map(EcsService.Attachment::targetGroup)
                        .filter(group -> !group.startsWith("arn:"))
                        .allMatch(wanted::contains);
    }

    private static List<String> names(ServiceId id) {
        return List.of(Names.limited(NAME_LIMIT, id.stem(), ""), Names.limited(NAME_LIMIT, id.stem(), OTHER));
    }

    @Override
    public String name() {
        return KIND;
    }

    @Override
    public Class<EcsService> type() {
        return EcsService.class;
    }

    /** They run a task definition. */
    @Override
    public int stage() {
        return 3;
    }

    @Override
    public String whyReplaced() {
        return "other target groups in place would leave requests without an answer for a while";
    }

    @Override
    public List<EcsService> desired(Service service, Existing existing) {
        return List.of(WantedEcsService.of(service, existing, nameOf(service, existing)));
    }

    /** A number that autoscaling has reached is given up only when the new tasks run: an undo then need not restore it. */
    @Override
    public EcsService interim(EcsService from, EcsService to) {
        return from.autoscaled() && !to.autoscaled() ? to.withTasks(from.tasks(), true) : to;
    }

    /** Those that are active, and of those that this deployment knows also what still drains. */
    @Override
    public List<Found<EcsService>> read(Scope scope, Arns arns) {
        Set<String> known = arns.of(KIND).keySet();
        Set<String> names = new LinkedHashSet<>(names(scope.id()));
        names.addAll(known);
        List<Found<EcsService>> found = new ArrayList<>();
        for (var service : describe(List.copyOf(names), scope.environment(), arns)) {
            if (isActive(service) || isDraining(service) && known.contains(service.serviceName())) {
                Ownership.check(scope.id(), "the ECS service " + service.serviceName(), EcsServiceReader.tags(service));
                found.add(reader.state(service, scope, arns));
            }
        }
        return found.isEmpty() ? adopted(scope, arns) : found;
    }

    /** Makes the call that {@link #read} begins with, for a plan that knows no more than the environment yet. */
    public void readAhead(ServiceId id, Environment environment, Arns arns) {
        describe(names(id), environment, arns);
    }

    private List<software.amazon.awssdk.services.ecs.model.Service> describe(
            List<String> names, Environment environment, Arns arns) {
        return arns.once("ECS services " + names, () -> describe(names, environment));
    }

    private List<software.amazon.awssdk.services.ecs.model.Service> describe(
            List<String> names, Environment environment) {
        List<software.amazon.awssdk.services.ecs.model.Service> services = new ArrayList<>();
        for (int i = 0; i < names.size(); i += PAGE) {
            List<String> page = names.subList(i, Math.min(names.size(), i + PAGE));
            try {
                services.addAll(ecs.describeServices(r ->
                                r.cluster(environment.cluster()).services(page).include(ServiceField.TAGS))
                        .services());
            } catch (EcsException e) {
                if (!AwsErrors.is(Meaning.GONE, e)) {
                    throw e;
                }
            }
        }
        return services;
    }

    private static boolean isActive(software.amazon.awssdk.services.ecs.model.Service service) {
        return "ACTIVE".equals(service.status());
    }

    private static boolean isDraining(software.amazon.awssdk.services.ecs.model.Service service) {
        return "DRAINING".equals(service.status());
    }

    /** The one that Copilot made has a name of CloudFormation's, and is found as Copilot finds it: by its tags. */
    private List<Found<EcsService>> adopted(Scope scope, Arns arns) {
        List<String> arnsByTag = arns.search()
                .orElseGet(() -> TagSearch.of(tagging, scope.id()))
                .arns()
                .filter(arn -> arn.contains(":service/" + scope.environment().cluster() + "/"))
                .toList();
        var active = describe(arnsByTag, scope.environment(), arns).stream()
                .filter(EcsServices::isActive)
                .filter(service -> Tags.belongTo(scope.id(), EcsServiceReader.tags(service)))
                .toList();
        return active.size() == 1 ? List.of(reader.state(active.get(0), scope, arns)) : List.of();
    }

    @Override
    public String create(EcsService wanted, Scope scope, Arns arns) {
        try {
            return ecs.createService(EcsServiceTranslator.creation(wanted, scope, arns))
                    .service()
                    .serviceArn();
        } catch (EcsException e) {
            if (AwsErrors.is(Meaning.IN_USE, e)) {
                throw new StillInUseException(
                        "an ECS service " + wanted.name() + " that was deleted is still stopping its tasks", e);
            }
            Optional<Found<EcsService>> found =
                    AwsErrors.is(Meaning.EXISTS, e) ? active(wanted.name(), scope, arns) : Optional.empty();
            return found.map(standing -> update(standing, wanted, scope, arns)).orElseThrow(() -> e);
        }
    }

    private Optional<Found<EcsService>> active(String name, Scope scope, Arns arns) {
        return describe(List.of(name), scope.environment()).stream()
                .filter(EcsServices::isActive)
                .peek(service -> Ownership.check(
                        scope.id(), "the ECS service " + service.serviceName(), EcsServiceReader.tags(service)))
                .findFirst()
                .map(service -> reader.state(service, scope, arns));
    }

    /** A new deployment starts only if something changed that needs one. */
    @Override
    public String update(Found<EcsService> from, EcsService to, Scope scope, Arns arns) {
        EcsServiceTranslator.update(from.state(), to, scope, arns).ifPresent(ecs::updateService);
        if (!from.state().tags().equals(to.tags())) {
            ecs.tagResource(r -> r.resourceArn(from.arn()).tags(EcsServiceTranslator.tags(to)));
        }
        return from.arn();
    }

    /** Starts new tasks with the same definition, which read their secrets anew. */
    @Override
    public void restart(Found<EcsService> existing, Scope scope) {
        ecs.updateService(r -> r.cluster(scope.environment().cluster())
                .service(existing.state().name())
                .forceNewDeployment(true));
    }

    /** Gone only when its last task is: until then a namespace entry is in use, and the name taken. */
    @Override
    public void remove(Found<EcsService> existing, Scope scope, Arns arns) {
        String name = existing.state().name();
        for (var service : describe(List.of(name), scope.environment())) {
            if (isActive(service)) {
                delete(name, scope);
            }
            if (isActive(service) || isDraining(service)) {
                throw new StillInUseException(
                        "the ECS service %s is stopping its tasks (%d still run)"
                                .formatted(name, service.runningCount()),
                        null);
            }
        }
    }

    private void delete(String name, Scope scope) {
        try {
            ecs.deleteService(
                    r -> r.cluster(scope.environment().cluster()).service(name).force(true));
        } catch (EcsException e) {
            if (!AwsErrors.is(Meaning.GONE, e)) {
                throw e;
            }
        }
    }
}
