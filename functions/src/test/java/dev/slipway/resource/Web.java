package dev.slipway.resource;

import dev.slipway.aws.ServiceId;
import dev.slipway.aws.Tags;
import dev.slipway.environment.Environment;
import dev.slipway.environment.Environment.HostedZone;
import dev.slipway.environment.Environment.LoadBalancer;
import dev.slipway.manifest.Manifest;
import dev.slipway.manifest.Manifest.Alias;
import dev.slipway.manifest.Manifest.HealthCheck;
import dev.slipway.manifest.Manifest.Rule;
import dev.slipway.manifest.Manifest.Target;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** Services, as the tests of load balancing need them: {@code fe} of {@code my-app}, in the environment {@code test}. */
record Web(
        Manifest.Type type,
        Optional<Manifest.Http> http,
        Optional<Manifest.NetworkLoadBalancer> nlb,
        Environment environment,
        Optional<LoadBalancer> loadBalancer,
        List<String> certificates) {

    static final ServiceId ID = new ServiceId("my-app", "test", "fe");
    static final String HTTP = listener("app/my-app-test/50dc6c495c0c9188", "f2f7dc8efc522ab2");
    static final String HTTPS = listener("app/my-app-test/50dc6c495c0c9188", "a1a1a1a1a1a1a1a1");
    static final String VPC = "vpc-1";
    static final HealthCheck UNSET = new HealthCheck(
            "/",
            OptionalInt.empty(),
            Optional.empty(),
            OptionalInt.empty(),
            OptionalInt.empty(),
            OptionalInt.empty(),
            OptionalInt.empty());
    static final LoadBalancer PUBLIC = balancer(true);

    /** A Load Balanced Web Service with these rules, behind a load balancer with both listeners, without a domain. */
    static Web with(Rule... rules) {
        return new Web(
                Manifest.Type.LOAD_BALANCED_WEB_SERVICE,
                Optional.of(new Manifest.Http(List.of(rules), Optional.empty(), OptionalInt.empty())),
                Optional.empty(),
                environment(Optional.of(PUBLIC), Optional.empty(), Optional.empty()),
                Optional.of(PUBLIC),
                List.of());
    }

    static Rule rule(String path, String... aliases) {
        return new Rule(
                path,
                Optional.empty(),
                UNSET,
                false,
                Stream.of(aliases)
                        .map(name -> new Alias(name, Optional.empty()))
                        .toList(),
                60,
                new Target("fe", 80),
                List.of(),
                Optional.empty());
    }

    static Rule to(Rule rule, int port) {
        return new Rule(
                rule.path(),
                rule.version(),
                rule.healthcheck(),
                rule.stickiness(),
                rule.aliases(),
                rule.deregistrationDelay(),
                new Target("fe", port),
                rule.allowedSourceIps(),
                rule.redirectToHttps());
    }

    static Rule checked(Rule rule, HealthCheck check) {
        return new Rule(
                rule.path(),
                rule.version(),
                check,
                rule.stickiness(),
                rule.aliases(),
                rule.deregistrationDelay(),
                rule.target(),
                rule.allowedSourceIps(),
                rule.redirectToHttps());
    }

    static Rule version(Rule rule, String version) {
        return new Rule(
                rule.path(),
                Optional.of(version),
                rule.healthcheck(),
                rule.stickiness(),
                rule.aliases(),
                rule.deregistrationDelay(),
                rule.target(),
                rule.allowedSourceIps(),
                rule.redirectToHttps());
    }

    static Rule withoutRedirect(Rule rule) {
        return new Rule(
                rule.path(),
                rule.version(),
                rule.healthcheck(),
                rule.stickiness(),
                rule.aliases(),
                rule.deregistrationDelay(),
                rule.target(),
                rule.allowedSourceIps(),
                Optional.of(false));
    }

    static Rule from(Rule rule, String... sourceIps) {
        return new Rule(
                rule.path(),
                rule.version(),
                rule.healthcheck(),
                rule.stickiness(),
                rule.aliases(),
                rule.deregistrationDelay(),
                rule.target(),
                List.of(sourceIps),
                rule.redirectToHttps());
    }

    /** In an environment with the domain {@code example.com}. */
    Web domain() {
        return new Web(
                type,
                http,
                nlb,
                environment(
                        environment.publicLoadBalancer(),
                        Optional.of("example.com"),
                        Optional.of(new HostedZone("ZENV", "test.my-app.example.com"))),
                loadBalancer,
                certificates);
    }

    Web behind(LoadBalancer other) {
        return new Web(type, http, nlb, environment, Optional.of(other), certificates);
    }

    /** Behind a load balancer of the user's own. */
    Web imported(LoadBalancer own) {
        return new Web(
                type,
                http.map(some -> new Manifest.Http(some.rules(), Optional.of("mine"), some.gracePeriod())),
                nlb,
                environment,
                Optional.of(own),
                certificates);
    }

    Web backend() {
        return new Web(Manifest.Type.BACKEND_SERVICE, http, nlb, environment, loadBalancer, certificates);
    }

    Web certificates(String... arns) {
        return new Web(type, http, nlb, environment, loadBalancer, List.of(arns));
    }

    Web nlb(List<String> aliases, Manifest.NetworkListener... listeners) {
        return new Web(
                type,
                http,
                Optional.of(new Manifest.NetworkLoadBalancer(List.of(listeners), aliases, OptionalInt.empty())),
                environment,
                loadBalancer,
                certificates);
    }

    Web withoutHttp() {
        return new Web(type, Optional.empty(), nlb, environment, Optional.empty(), certificates);
    }

    Web environment(UnaryOperator<Environment> change) {
        return new Web(type, http, nlb, change.apply(environment), loadBalancer, certificates);
    }

    Service service() {
        return new Service(
                ID,
                manifest(),
                environment,
                Map.of(),
                Map.of(),
                environment.publicSubnets(),
                certificates,
                loadBalancer,
                Map.of(),
                Map.of(),
                Tags.of(ID, Map.of()));
    }

    Scope scope() {
        return new Scope(ID, environment, Tags.of(ID, Map.of()), certificates);
    }

    private Manifest manifest() {
        return new Manifest(
                "fe",
                type,
                new Manifest.Image(
                        Optional.of("nginx"),
                        OptionalInt.of(80),
                        Optional.empty(),
                        Map.of(),
                        Map.of(),
                        Optional.empty()),
                http,
                nlb,
                256,
                512,
                new Manifest.Platform("LINUX", "X86_64"),
                new Manifest.Count.Fixed(1),
                false,
                new Manifest.Deployment(false, List.of(), Optional.empty(), Optional.empty(), 1800),
                List.of(),
                List.of(),
                new Manifest.Network(
                        Optional.empty(),
                        new Manifest.Placement.Public(),
                        new Manifest.SecurityGroups(false, List.of())),
                Map.of(),
                Optional.empty(),
                Map.of(),
                new Manifest.Storage(OptionalInt.empty(), Optional.empty(), Map.of()),
                List.of(),
                new Manifest.Logging(30, Optional.empty()),
                false,
                Map.of(),
                List.of());
    }

    static LoadBalancer balancer(boolean https) {
        return new LoadBalancer(
                "my-app-test-1234567890.us-west-2.elb.amazonaws.com",
                "app/my-app-test/50dc6c495c0c9188",
                "Z1H1FL5HABSF5",
                Optional.of(HTTP),
                https ? Optional.of(HTTPS) : Optional.empty(),
                List.of("sg-alb"));
    }

    static LoadBalancer own(boolean http, boolean https) {
        return new LoadBalancer(
                "mine-1.us-west-2.elb.amazonaws.com",
                "app/mine/1111111111111111",
                "Z1H1FL5HABSF5",
                http ? Optional.of(listener("app/mine/1111111111111111", "http")) : Optional.empty(),
                https ? Optional.of(listener("app/mine/1111111111111111", "https")) : Optional.empty(),
                List.of("sg-mine", "sg-mine-2"));
    }

    static String listener(String loadBalancer, String id) {
        return "arn:aws:elasticloadbalancing:us-west-2:123456789123:listener/" + loadBalancer + "/" + id;
    }

    static String targetGroupArn(String name) {
        return "arn:aws:elasticloadbalancing:us-west-2:123456789123:targetgroup/" + name + "/0123456789abcdef";
    }

    static Environment environment(
            Optional<LoadBalancer> publicLoadBalancer, Optional<String> domain, Optional<HostedZone> zone) {
        return new Environment(
                "my-app",
                "test",
                "aws",
                "us-west-2",
                "123456789123",
                VPC,
                List.of("subnet-1", "subnet-2"),
                List.of("subnet-3"),
                "sg-env",
                "cluster",
                "ns-1",
                "test.my-app.local",
                publicLoadBalancer,
                Optional.empty(),
                domain,
                zone,
                List.of(),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                Map.of(),
                Map.of());
    }
}
