package dev.slipway.manifest;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A service as its manifest describes it for one environment: overrides merged, variables interpolated, defaults
 * filled in, validated. A value that stands here is valid; what the manifest leaves out and has no default is empty.
 *
 * <p>The field names are those of the manifest, see
 * <a href="https://aws.github.io/copilot-cli/docs/manifest/lb-web-service/">Load Balanced Web Service</a> and
 * <a href="https://aws.github.io/copilot-cli/docs/manifest/backend-service/">Backend Service</a>. Durations are whole
 * seconds unless a component says otherwise.
 *
 * @param cpu CPU units of the task, 1024 to a vCPU
 * @param memory memory of the task in MiB
 * @param variables by name, in the order of their names
 * @param secrets by the name of the container's environment variable, in the order of their names
 * @param tracing whether the X-Ray collector runs beside the main container
 * @param sidecars by container name, in the order of their names
 */
public record Manifest(
        String name,
        Type type,
        Image image,
        Optional<Http> http,
        Optional<NetworkLoadBalancer> nlb,
        int cpu,
        int memory,
        Platform platform,
        Count count,
        boolean exec,
        Deployment deployment,
        List<String> entrypoint,
        List<String> command,
        Network network,
        Map<String, Value> variables,
        Optional<String> envFile,
        Map<String, Secret> secrets,
        Storage storage,
        List<Topic> topics,
        Logging logging,
        boolean tracing,
        Map<String, Sidecar> sidecars,
        List<Override> taskDefinitionOverrides) {

    /** The two kinds of service that Slipway deploys; {@link #label} is the manifest's spelling. */
    public enum Type {
        LOAD_BALANCED_WEB_SERVICE("Load Balanced Web Service"),
        BACKEND_SERVICE("Backend Service");

        public final String label;

        Type(String label) {
            this.label = label;
        }
    }

    /**
     * The main container's image.
     *
     * @param location an image reference as written, or empty for {@code build}: then the image is the one in the ECR
     *     repository {@code <application>/<service>}
     * @param credentials ARN of the secret with a private registry's credentials
     * @param dependsOn container name to condition (START, HEALTHY, COMPLETE, SUCCESS), in the order of the names
     */
    public record Image(
            Optional<String> location,
            OptionalInt port,
            Optional<String> credentials,
            Map<String, String> labels,
            Map<String, String> dependsOn,
            Optional<ContainerHealthCheck> healthcheck) {}

    /** ECS's health check inside a container. {@code command} starts with CMD or CMD-SHELL. */
    public record ContainerHealthCheck(List<String> command, int interval, int retries, int timeout, int startPeriod) {}

    /**
     * How requests arrive through an Application Load Balancer.
     *
     * @param rules the main rule first, then {@code additional_rules} in their order; never empty
     * @param alb name or ARN of a load balancer of the user's own, instead of the environment's
     * @param gracePeriod seconds after a task's start in which failed health checks do not count
     */
    public record Http(List<Rule> rules, Optional<String> alb, OptionalInt gracePeriod) {}

    /**
     * One path of the service.
     *
     * @param path normalised: begins with {@code /}
     * @param version GRPC, HTTP1 or HTTP2 where the manifest sets it
     * @param target the container and port that answer, resolved
     * @param redirectToHttps empty where the manifest does not say; the default is true
     */
    public record Rule(
            String path,
            Optional<String> version,
            HealthCheck healthcheck,
            boolean stickiness,
            List<Alias> aliases,
            int deregistrationDelay,
            Target target,
            List<String> allowedSourceIps,
            Optional<Boolean> redirectToHttps) {

        public boolean redirects() {
            return redirectToHttps.orElse(true);
        }
    }

    /** A host name of a rule, and the Route 53 zone to write its record to, if the manifest names one. */
    public record Alias(String name, Optional<String> hostedZone) {}

    /** A container of the task and the port it listens on. */
    public record Target(String container, int port) {}

    /** A load balancer's health check; what is empty takes Elastic Load Balancing's own default. */
    public record HealthCheck(
            String path,
            OptionalInt port,
            Optional<String> successCodes,
            OptionalInt healthyThreshold,
            OptionalInt unhealthyThreshold,
            OptionalInt interval,
            OptionalInt timeout) {}

    /** A Network Load Balancer of the service's own. The main listener first, never empty. */
    public record NetworkLoadBalancer(List<NetworkListener> listeners, List<String> aliases, OptionalInt gracePeriod) {}

    /**
     * @param protocol TCP, UDP or TLS
     * @param healthcheck its path is empty
     * @param stickiness empty where the manifest does not say (then the attribute is not set)
     * @param exposedPort the port that the target container opens for it: {@code target_port}, else the listener's own.
     *     As with Copilot it is opened even where {@code target_container} alone leads to that container's own port
     */
    public record NetworkListener(
            int port,
            String protocol,
            HealthCheck healthcheck,
            Target target,
            Optional<String> sslPolicy,
            Optional<Boolean> stickiness,
            int deregistrationDelay,
            int exposedPort) {

        /** A listener whose target opens no other port than the target's. */
        public NetworkListener(
                int port,
                String protocol,
                HealthCheck healthcheck,
                Target target,
                Optional<String> sslPolicy,
                Optional<Boolean> stickiness,
                int deregistrationDelay) {
            this(port, protocol, healthcheck, target, sslPolicy, stickiness, deregistrationDelay, target.port());
        }
    }

    /**
     * What the tasks run on.
     *
     * @param osFamily as ECS spells it: LINUX, WINDOWS_SERVER_2019_CORE, ...
     * @param architecture X86_64 or ARM64
     */
    public record Platform(String osFamily, String architecture) {
        public boolean isWindows() {
            return osFamily.startsWith("WINDOWS");
        }

        public boolean isDefault() {
            return osFamily.equals("LINUX") && architecture.equals("X86_64");
        }
    }

    /** How many tasks: {@link Fixed}, {@link Spot} or {@link Range}. */
    public sealed interface Count {
        /** The number to start with. */
        int initial();

        record Fixed(int initial) implements Count {}

        record Spot(int initial) implements Count {}

        /**
         * @param spotFrom the number of the first task that runs on Fargate Spot
         * @param metrics never empty
         */
        record Range(int min, int max, OptionalInt spotFrom, List<Scaling> metrics) implements Count {
            @java.lang.Override
            public int initial() {
                return min;
            }
        }
    }

    /** The metrics that tasks can be scaled by; {@link #key} is the manifest's spelling. */
    public enum ScalingMetric {
        CPU("cpu_percentage"),
        MEMORY("memory_percentage"),
        REQUESTS("requests"),
        RESPONSE_TIME("response_time");

        public final String key;

        ScalingMetric(String key) {
            this.key = key;
        }
    }

    /**
     * @param target percent, requests per target, or seconds with their fraction
     * @param scaleInCooldown seconds, rounded up
     * @param scaleOutCooldown seconds, rounded up
     */
    public record Scaling(ScalingMetric metric, double target, int scaleInCooldown, int scaleOutCooldown) {}

    /**
     * @param recreate whether the old tasks stop before the new ones start ({@code rolling: recreate})
     * @param rollbackAlarms names of alarms that exist already
     * @param timeout seconds that a rollout may take; Slipway's extension, 1800 by default
     */
    public record Deployment(
            boolean recreate,
            List<String> rollbackAlarms,
            Optional<Double> cpuAlarm,
            Optional<Double> memoryAlarm,
            int timeout) {}

    /** @param connect the Service Connect alias of a service that is connected: the service's name by default */
    public record Network(Optional<String> connect, Placement placement, SecurityGroups securityGroups) {}

    /** Which subnets the tasks run in. */
    public sealed interface Placement {
        record Public() implements Placement {}

        record Private() implements Placement {}

        record Subnets(List<String> ids) implements Placement {}

        /** Subnets that have all these tags; a tag matches with any of its values, or with any value if it has none. */
        record TaggedSubnets(Map<String, List<String>> tags) implements Placement {}
    }

    /** @param denyDefault whether the environment's own security group is left out */
    public record SecurityGroups(boolean denyDefault, List<Value> groups) {}

    /** A value written in the manifest, or the name of a CloudFormation export that holds it. */
    public sealed interface Value {
        record Text(String text) implements Value {}

        record Export(String name) implements Value {}
    }

    /** Where a container's secret comes from. The secret's own value is never read. */
    public sealed interface Secret {
        /** The name or ARN of a parameter, or the ARN of a Secrets Manager secret. */
        record Reference(String valueFrom) implements Secret {}

        record Export(String name) implements Secret {}

        /** {@code name[:json-key:stage:version]}. */
        record SecretsManager(String name) implements Secret {}

        /** To be created, with this number of random characters, unless it exists; Slipway's extension. */
        record Generate(int length) implements Secret {}
    }

    /**
     * @param ephemeral GiB, where it is not the 20 that every task has
     * @param volumes by name, in the order of their names
     */
    public record Storage(OptionalInt ephemeral, Optional<Boolean> readonlyFs, Map<String, Volume> volumes) {}

    /** A volume of the task, and where the main container mounts it. */
    public record Volume(String path, boolean readOnly, Optional<FileSystem> efs) {}

    /** An EFS file system behind a volume. */
    public sealed interface FileSystem {
        /** The environment's, with an access point of the service's own. */
        record Managed(Optional<Posix> user) implements FileSystem {}

        record Own(Value id, String rootDir, boolean iam, Optional<String> accessPoint) implements FileSystem {}
    }

    /** An owner of files: user and group id, unsigned 32 bit. */
    public record Posix(long uid, long gid) {}

    /** A volume's name, and where a sidecar mounts it. */
    public record MountPoint(String volume, String path, boolean readOnly) {}

    /** @param contentBasedDeduplication of a FIFO topic, where the manifest says */
    public record Topic(String name, boolean fifo, Optional<Boolean> contentBasedDeduplication) {
        /** The name with the suffix that SNS demands of FIFO topics. */
        public String fullName() {
            return fifo ? name + ".fifo" : name;
        }
    }

    /** @param retention days */
    public record Logging(int retention, Optional<FireLens> fireLens) {}

    /** The log router, which runs as the container {@code firelens_log_router}. */
    public record FireLens(
            String image,
            Map<String, String> destination,
            boolean enableMetadata,
            Map<String, Secret> secretOptions,
            Optional<String> configFilePath,
            Map<String, Value> variables,
            Map<String, Secret> secrets,
            Optional<String> envFile) {}

    /** @param essential empty where the manifest does not say (ECS: true) */
    public record Sidecar(
            Optional<String> image,
            Optional<PortMapping> port,
            Optional<Boolean> essential,
            Optional<String> credentials,
            Map<String, Value> variables,
            Map<String, Secret> secrets,
            Optional<String> envFile,
            Map<String, String> labels,
            Map<String, String> dependsOn,
            Optional<ContainerHealthCheck> healthcheck,
            List<String> entrypoint,
            List<String> command,
            List<MountPoint> mountPoints) {}

    /** @param protocol tcp or udp */
    public record PortMapping(int port, String protocol) {}

    /**
     * A change to the finished task definition.
     *
     * @param path in CloudFormation's names: {@code ContainerDefinitions[0].Ulimits[-].Name}
     * @param value maps, lists, strings, numbers and booleans
     */
    public record Override(String path, Object value) {}

    /** Who listens where, by port: the ports that the task opens, ascending. */
    public Map<Integer, ContainerPort> ports() {
        return Ports.of(this);
    }

    /** The container that owns a port, and its protocol (tcp or udp). */
    public record ContainerPort(String container, String protocol) {}
}
