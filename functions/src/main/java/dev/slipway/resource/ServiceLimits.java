package dev.slipway.resource;

import dev.slipway.environment.References;
import dev.slipway.manifest.Manifest;
import dev.slipway.manifest.Problem;
import dev.slipway.manifest.Reading;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * What AWS allows of one service and raises for nobody; more is refused in the middle of a deployment. Pure.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-quotas.html">quotas of ECS</a>
 * @see <a href="https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_AwsVpcConfiguration.html">network of tasks</a>
 * @see <a href="https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-limits.html">quotas of
 *     load balancers</a>
 */
public final class ServiceLimits {
    private static final int TARGET_GROUPS = 5;
    private static final int SECURITY_GROUPS = 5;
    private static final int SUBNETS = 16;
    private static final int CONTAINERS = 10;
    private static final int CONDITION_VALUES = 5;
    private static final int TASK_DEFINITION_BYTES = 64 * 1024;

    private final Service service;
    private final Reading reading;
    private final List<Problem> problems = new ArrayList<>();

    private ServiceLimits(Service service, Reading reading) {
        this.service = service;
        this.reading = reading;
    }

    /** What can be told of a service, however much of what its manifest points at was found. */
    public static List<Problem> of(Service service, Reading reading) {
        ServiceLimits limits = new ServiceLimits(service, reading);
        limits.targetGroups();
        limits.network();
        limits.containers();
        limits.conditions();
        return limits.problems;
    }

    /**
     * Of a service that is complete.
     *
     * @throws OverrideException if the overrides ask for what does not exist
     */
    public static List<Problem> ofTaskDefinition(Service service, Reading reading) {
        ServiceLimits limits = new ServiceLimits(service, reading);
        String content = TaskDefinitionTemplate.content(service).toString();
        int size = content.getBytes(StandardCharsets.UTF_8).length;
        if (size > TASK_DEFINITION_BYTES) {
            limits.exceeded(
                    "",
                    "the task definition would have %d bytes, and ECS takes %d".formatted(size, TASK_DEFINITION_BYTES),
                    "move variables into an env_file, or into parameters that the container reads itself");
        }
        return limits.problems;
    }

    private void targetGroups() {
        int rules = service.manifest().http().map(http -> http.rules().size()).orElse(0);
        int listeners =
                service.manifest().nlb().map(nlb -> nlb.listeners().size()).orElse(0);
        if (rules + listeners > TARGET_GROUPS) {
            exceeded(
                    rules > 1 ? "http.additional_rules" : "nlb.additional_listeners",
                    "%d rules and %d network listeners need a target group each, and an ECS service can have %d"
                            .formatted(rules, listeners, TARGET_GROUPS),
                    "merge rules, or make a second service");
        }
    }

    private void network() {
        Manifest.SecurityGroups groups = service.manifest().network().securityGroups();
        int number = groups.groups().size() + (groups.denyDefault() ? 0 : 1);
        if (number > SECURITY_GROUPS) {
            exceeded(
                    "network.vpc.security_groups",
                    "the tasks would have %d security groups with the environment's own, and can have %d"
                            .formatted(number, SECURITY_GROUPS),
                    "merge some, or leave the environment's own out with deny_default: true");
        }
        if (service.subnets().size() > SUBNETS) {
            exceeded(
                    "network.vpc.placement",
                    "the tasks would have %d subnets, and can have %d"
                            .formatted(service.subnets().size(), SUBNETS),
                    "name some of them");
        }
    }

    private void containers() {
        Manifest manifest = service.manifest();
        int number = 1
                + manifest.sidecars().size()
                + (manifest.tracing() ? 1 : 0)
                + (manifest.logging().fireLens().isPresent() ? 1 : 0);
        if (number > CONTAINERS) {
            exceeded("sidecars", "a task would have %d containers, and can have %d".formatted(number, CONTAINERS), "");
        }
    }

    /** Beyond what the manifest says, a rule may have hosts that the environment gives it. */
    private void conditions() {
        List<Routing.Route> routes = Routing.of(service);
        for (int i = 0; i < routes.size(); i++) {
            Routing.Route route = routes.get(i);
            int values =
                    ListenerRule.conditions(
                                    route.rule().allowedSourceIps(),
                                    route.hosts(),
                                    route.rule().path())
                            .stream()
                            .mapToInt(condition -> condition.values().size())
                            .sum();
            if (values > CONDITION_VALUES) {
                exceeded(
                        References.rulePath(i),
                        "the rule has %d conditions, and a listener rule can have %d: its path, the hosts %s, the source ranges"
                                .formatted(values, CONDITION_VALUES, String.join(" and ", route.hosts())),
                        "move some source ranges to a rule of their own in additional_rules");
            }
        }
    }

    private void exceeded(String path, String message, String hint) {
        Problem problem = Problem.error("limit-exceeded", path, reading.at(path), message);
        problems.add(hint.isEmpty() ? problem : problem.withHint(hint));
    }
}
