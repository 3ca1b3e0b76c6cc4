package dev.slipway.environment;

import dev.slipway.aws.AwsErrors;
import dev.slipway.environment.Environment.LoadBalancer;
import dev.slipway.manifest.Manifest;
import dev.slipway.manifest.Manifest.Type;
import dev.slipway.manifest.Problem;
import dev.slipway.manifest.Reading;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.elasticloadbalancingv2.ElasticLoadBalancingV2Client;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ElasticLoadBalancingV2Exception;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Listener;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.LoadBalancerTypeEnum;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ProtocolEnum;

/** The load balancer of the user's own that {@code http.alb} names, instead of the environment's. */
public final class ImportedLoadBalancer {
    private static final String PATH = "http.alb";

    private final ElasticLoadBalancingV2Client elb;

    public ImportedLoadBalancer(ElasticLoadBalancingV2Client elb) {
        this.elb = elb;
    }

    /** Whether the service's rules are on such a load balancer; a Backend Service's {@code alb} has no meaning. */
    public static boolean isNamedBy(Manifest manifest) {
        return manifest.type() == Type.LOAD_BALANCED_WEB_SERVICE
                && manifest.http().flatMap(Manifest.Http::alb).isPresent();
    }

    /** Empty where the manifest names none, or with a problem if there is none like it. */
    public Answer<Optional<LoadBalancer>> find(Reading reading, Manifest manifest, Environment environment) {
        if (!isNamedBy(manifest)) {
            return Answer.of(Optional.empty());
        }
        String wanted = manifest.http().orElseThrow().alb().orElseThrow();
        var described = describe(wanted);
        if (described.isEmpty()) {
            return refused(reading, "load-balancer-not-found", "there is no load balancer \"%s\"".formatted(wanted));
        }
        var found = described.get();
        if (found.type() != LoadBalancerTypeEnum.APPLICATION
                || !environment.vpc().equals(found.vpcId())) {
            return refused(
                    reading,
                    "load-balancer-unsuitable",
                    "\"%s\" is not an Application Load Balancer in the environment's VPC %s"
                            .formatted(wanted, environment.vpc()));
        }
        List<Listener> listeners = elb
                .describeListenersPaginator(request -> request.loadBalancerArn(found.loadBalancerArn()))
                .listeners()
                .stream()
                .toList();
        if (listeners.isEmpty() || listeners.size() > 2) {
            return refused(
                    reading,
                    "load-balancer-unsuitable",
                    "\"%s\" must have one or two listeners; it has %d".formatted(wanted, listeners.size()));
        }
        Optional<String> http = listener(listeners, ProtocolEnum.HTTP);
        Optional<String> https = listener(listeners, ProtocolEnum.HTTPS);
        if (listeners.size() == 2 && (http.isEmpty() || https.isEmpty())) {
            return refused(
                    reading,
                    "load-balancer-unsuitable",
                    "of the two listeners of \"%s\" one must be HTTP and one HTTPS".formatted(wanted));
        }
        String arn = found.loadBalancerArn();
        return Answer.of(Optional.of(new LoadBalancer(
                found.dnsName(),
                arn.substring(arn.indexOf(":loadbalancer/") + ":loadbalancer/".length()),
                found.canonicalHostedZoneId(),
                http,
                https,
                found.securityGroups().stream().sorted().toList())));
    }

    private Optional<software.amazon.awssdk.services.elasticloadbalancingv2.model.LoadBalancer> describe(
            String wanted) {
        try {
            return elb
                    .describeLoadBalancers(request -> {
                        if (wanted.startsWith("arn:")) {
                            request.loadBalancerArns(wanted);
                        } else {
                            request.names(wanted);
                        }
                    })
                    .loadBalancers()
                    .stream()
                    .findFirst();
        } catch (ElasticLoadBalancingV2Exception e) {
            // An ARN that is none at all is a ValidationError.
            if (AwsErrors.is(AwsErrors.Meaning.GONE, e) || AwsErrors.code(e).equals("ValidationError")) {
                return Optional.empty();
            }
            throw e;
        }
    }

    private static Optional<String> listener(List<Listener> listeners, ProtocolEnum protocol) {
        return listeners.stream()
                .filter(listener -> listener.protocol() == protocol)
                .map(Listener::listenerArn)
                .findFirst();
    }

    private static Answer<Optional<LoadBalancer>> refused(Reading reading, String code, String message) {
        return new Answer<>(Optional.empty(), List.of(Problem.error(code, PATH, reading.at(PATH), message)));
    }
}
