package dev.slipway.resource;

import static dev.slipway.aws.AwsErrors.Meaning.EXISTS;
import static dev.slipway.aws.AwsErrors.Meaning.GONE;
import static dev.slipway.aws.AwsErrors.Meaning.IN_USE;

import dev.slipway.aws.AwsErrors;
import dev.slipway.aws.Names;
import dev.slipway.aws.ServiceId;
import dev.slipway.aws.Tags;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.elasticloadbalancingv2.ElasticLoadBalancingV2Client;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetTypeEnum;

/** The target groups of a service. */
public final class TargetGroups implements ResourceKind<TargetGroup> {
    static final String KIND = "target-group";
    private static final int PAGE = 400;

    private final ElasticLoadBalancingV2Client elb;

    public TargetGroups(ElasticLoadBalancingV2Client elb) {
        this.elb = elb;
    }

    /** Those that the service wants: of its http rules in order, then of its network listeners in order. */
    public static List<TargetGroup> of(Service service, Existing existing) {
        return TargetGroupNames.chosen(service, WantedTargetGroups.of(service), existing);
    }

    @Override
    public String name() {
        return KIND;
    }

    @Override
    public Class<TargetGroup> type() {
        return TargetGroup.class;
    }

    @Override
    public String whyReplaced() {
        return "port, protocol, protocol version and VPC of a target group cannot be changed";
    }

    @Override
    public List<TargetGroup> desired(Service service, Existing existing) {
        return of(service, existing);
    }

    /** The ECS service names those that it uses, whatever they are called. */
    @Override
    public List<Class<? extends Resource>> readAfter() {
        return List.of(EcsService.class);
    }

    @Override
    public List<Found<TargetGroup>> read(Scope scope, Arns arns) {
        Map<String, software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetGroup> candidates =
                new LinkedHashMap<>();
        all(elb, arns).stream()
                .filter(group -> group.targetType() == TargetTypeEnum.IP)
                .filter(group -> mayBelongTo(scope.id(), arns, group.targetGroupName(), group.targetGroupArn()))
                .forEach(group -> candidates.put(group.targetGroupArn(), group));
        Map<String, Map<String, String>> tags = Tagged.of(elb, candidates.keySet(), arns);
        List<Found<TargetGroup>> found = new ArrayList<>();
        List<String> loadBalancers = new ArrayList<>();
        candidates.forEach((arn, group) -> {
            if (Tags.belongTo(scope.id(), tags.getOrDefault(arn, Map.of()))) {
                loadBalancers.addAll(group.loadBalancerArns());
                attributes(arn)
                        .ifPresent(attributes ->
                                found.add(new Found<>(TargetGroupTranslator.state(group, attributes), arn)));
            }
        });
        Listeners.note(elb, loadBalancers, scope, arns);
        return found;
    }

    @Override
    public String create(TargetGroup wanted, Scope scope, Arns arns) {
        try {
            String arn = elb.createTargetGroup(TargetGroupTranslator.creation(wanted, scope.tags()))
                    .targetGroups()
                    .get(0)
                    .targetGroupArn();
            modifyAttributes(arn, wanted, wanted.isWeb() || wanted.stickiness());
            return arn;
        } catch (AwsServiceException e) {
            if (!AwsErrors.is(EXISTS, e)) {
                throw e;
            }
            return adopt(wanted, scope, arns);
        }
    }

    @Override
    public String update(Found<TargetGroup> from, TargetGroup to, Scope scope, Arns arns) {
        if (!from.state().healthCheck().equals(to.healthCheck())) {
            elb.modifyTargetGroup(TargetGroupTranslator.modification(from.arn(), to));
        }
        if (from.state().deregistrationDelay() != to.deregistrationDelay()
                || from.state().stickiness() != to.stickiness()) {
            modifyAttributes(from.arn(), to, true);
        }
        return from.arn();
    }

    @Override
    public void remove(Found<TargetGroup> existing, Scope scope, Arns arns) {
        try {
            elb.deleteTargetGroup(request -> request.targetGroupArn(existing.arn()));
        } catch (AwsServiceException e) {
            if (AwsErrors.is(IN_USE, e)) {
                throw new StillInUseException(
                        "target group %s is still used by a listener or a rule"
                                .formatted(existing.state().name()),
                        e);
            }
            if (!AwsErrors.is(GONE, e)) {
                throw e;
            }
        }
    }

    /** Those of the account, whosever they are. */
    static List<software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetGroup> all(
            ElasticLoadBalancingV2Client elb, Arns arns) {
        return arns.once(
                "target groups",
                () -> elb.describeTargetGroupsPaginator(request -> request.pageSize(PAGE)).targetGroups().stream()
                        .toList());
    }

    /**
     * Whether a target group can be the service's, by what is known without its tags: it has a name of ours, an earlier
     * step knows it, or CloudFormation may have named it for Copilot ({@code <5 characters of the stack>-<5 of the
     * logical id>-<random>}).
     */
    static boolean mayBelongTo(ServiceId id, Arns arns, String name, String arn) {
        String stack = stackPrefix(id);
        return name.startsWith(Names.targetGroupPrefix(id))
                || name.startsWith(stack + "-Targe-")
                || name.startsWith(stack + "-Netwo-")
                || arns.of(KIND).containsValue(arn);
    }

    /** What a target group is called in the state of what forwards to it: its name, or its ARN if it is not the service's. */
    static String nameOf(String arn, Scope scope, Arns arns) {
        return mayBelongTo(scope.id(), arns, nameIn(arn), arn) ? nameIn(arn) : arn;
    }

    /** The reverse of {@link #nameOf}. */
    static String arn(String name, Arns arns) {
        return name.startsWith("arn:") ? name : arns.get(KIND, name);
    }

    /** {@code arn:...:targetgroup/<name>/<id>}. */
    static String nameIn(String arn) {
        String[] parts = arn.split("/");
        return parts.length > 1 ? parts[1] : arn;
    }

    /** What CloudFormation's names for load balancers and target groups of Copilot's stack begin with. */
    static String stackPrefix(ServiceId id) {
        return id.stem().substring(0, Math.min(5, id.stem().length())).replaceAll("-+$", "");
    }

    private String adopt(TargetGroup wanted, Scope scope, Arns arns) {
        var standing = elb.describeTargetGroups(request -> request.names(wanted.name()))
                .targetGroups()
                .get(0);
        String arn = standing.targetGroupArn();
        Map<String, String> tags = Tagged.of(elb, List.of(arn)).getOrDefault(arn, Map.of());
        Ownership.check(scope.id(), "the target group " + wanted.name(), tags);
        TargetGroup state =
                TargetGroupTranslator.state(standing, attributes(arn).orElse(Map.of()));
        return update(new Found<>(state, arn), wanted, scope, arns);
    }

    /** Empty if the target group has gone meanwhile. */
    private Optional<Map<String, String>> attributes(String arn) {
        try {
            Map<String, String> attributes = new HashMap<>();
            elb.describeTargetGroupAttributes(request -> request.targetGroupArn(arn))
                    .attributes()
                    .forEach(attribute -> attributes.put(attribute.key(), attribute.value()));
            return Optional.of(attributes);
        } catch (AwsServiceException e) {
            if (AwsErrors.is(GONE, e)) {
                return Optional.empty();
            }
            throw e;
        }
    }

    private void modifyAttributes(String arn, TargetGroup wanted, boolean withStickiness) {
        elb.modifyTargetGroupAttributes(request ->
                request.targetGroupArn(arn).attributes(TargetGroupTranslator.attributes(wanted, withStickiness)));
    }
}
