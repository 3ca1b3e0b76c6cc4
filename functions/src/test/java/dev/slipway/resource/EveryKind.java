package dev.slipway.resource;

import dev.slipway.environment.Certificates;
import dev.slipway.environment.Environment.LoadBalancer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a service that has something of every kind wants of each of them. */
public final class EveryKind {
    private static final String MANIFEST = """
            name: fe
            type: Load Balanced Web Service
            image: {location: nginx, port: 80}
            http: {path: /, alias: fe.example.com, hosted_zone: Z111}
            nlb: {port: 8443/tcp}
            count: {range: {min: 3, max: 9}, cpu_percentage: 50}
            secrets: {KEY: {generate: 20}}
            deployment: {rollback_alarms: {cpu_utilization: 80}}
            publish: {topics: [{name: orders}]}
            storage: {volumes: {v: {path: /v, efs: true}}}
            """;

    private EveryKind() {}

    public static Map<ResourceKind<?>, List<? extends Resource>> desired() {
        Service service = behindHttps(TestService.service().of(MANIFEST));
        Map<ResourceKind<?>, List<? extends Resource>> desired = new LinkedHashMap<>();
        for (ResourceKind<?> kind : List.of(
                new ListenerCertificates(null, new Certificates(null, null)),
                new LoadBalancerSecurityGroups(null),
                new LoadBalancerIngresses(null),
                new NetworkLoadBalancers(null),
                new TargetGroups(null),
                new ListenerRules(null),
                new NetworkListeners(null),
                new DnsRecords(null, null),
                new DiscoveryServices(null),
                new GeneratedSecrets(null),
                new Parameters(null, null),
                new Topics(null),
                new AccessPoints(null),
                new LogGroups(null),
                new Roles(null, "arn:aws:iam::123456789123:policy/bounds"),
                new TaskDefinitions(null),
                new EcsServices(null, null, null, null, null),
                new ScalableTargets(null),
                new ScalingPolicies(null),
                new Alarms(null))) {
            desired.put(kind, kind.desired(service, new Existing()));
        }
        return desired;
    }

    private static Service behindHttps(Service service) {
        LoadBalancer http = service.loadBalancer().orElseThrow();
        LoadBalancer https = new LoadBalancer(
                http.dnsName(),
                http.fullName(),
                http.hostedZone(),
                http.httpListener(),
                http.httpListener().map(listener -> listener.replaceAll("1$", "2")),
                http.securityGroups());
        return new Service(
                service.id(),
                service.manifest(),
                service.environment(),
                service.images(),
                service.exports(),
                service.subnets(),
                List.of("arn:aws:acm:us-west-2:123456789123:certificate/1"),
                Optional.of(https),
                service.envFiles(),
                service.secretArns(),
                service.tags());
    }
}
