package dev.slipway.resource;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.aws.ServiceId;
import dev.slipway.aws.Tags;
import dev.slipway.environment.Environment;
import dev.slipway.environment.Environment.LoadBalancer;
import dev.slipway.manifest.Manifest;
import dev.slipway.manifest.ManifestReader;
import dev.slipway.manifest.Problem;
import dev.slipway.manifest.Reading;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A service of the environment {@code test} of the application {@code my-app}, from the text of its manifest. */
public final class TestService {
    static final String BASE = """
            name: fe
            type: Load Balanced Web Service
            image:
              location: nginx
              port: 80
            http:
              path: /
            """;

    static final ServiceId ID = new ServiceId("my-app", "test", "fe");

    private final Map<String, String> exports = new HashMap<>();
    private final Map<String, String> envFiles = new HashMap<>();
    private final Map<Manifest.Secret, String> secrets = new HashMap<>();
    private Map<String, String> applicationTags = Map.of();
    private Environment environment = environment("aws", Optional.empty(), Optional.empty());

    static TestService service() {
        return new TestService();
    }

    TestService export(String name, String value) {
        exports.put(name, value);
        return this;
    }

    TestService envFile(String container, String arn) {
        envFiles.put(container, arn);
        return this;
    }

    TestService secret(Manifest.Secret secret, String valueFrom) {
        secrets.put(secret, valueFrom);
        return this;
    }

    TestService tags(Map<String, String> tags) {
        applicationTags = tags;
        return this;
    }

    TestService in(Environment other) {
        environment = other;
        return this;
    }

    Service of(String manifest) {
        Reading reading = ManifestReader.read(manifest, "my-app", "test", Map.of());
        assertThat(reading.problems().stream().filter(Problem::isError)).isEmpty();
        Manifest read = reading.manifest().orElseThrow();
        ServiceId id = new ServiceId("my-app", "test", read.name());
        return new Service(
                id,
                read,
                environment,
                Map.of(),
                exports,
                environment.publicSubnets(),
                List.of(),
                read.http().isPresent() ? environment.publicLoadBalancer() : Optional.empty(),
                envFiles,
                secrets,
                Tags.of(id, applicationTags));
    }

    public static Service of(String base, String more) {
        return service().of(base + more);
    }

    public static Scope scope(Service service) {
        return new Scope(service.id(), service.environment(), service.tags(), List.of());
    }

    static Environment environment(String partition, Optional<String> boundary, Optional<String> artifactKey) {
        LoadBalancer loadBalancer = new LoadBalancer(
                "my-app-test-1234.us-west-2.elb.amazonaws.com",
                "app/my-ap-Publi-1/50dc6c495c0c9188",
                "Z1H1FL5HABSF5",
                Optional.of(
                        "arn:aws:elasticloadbalancing:us-west-2:123456789123:listener/app/my-ap-Publi-1/50dc6c495c0c9188/1"),
                Optional.empty(),
                List.of("sg-lb"));
        return new Environment(
                "my-app",
                "test",
                partition,
                "us-west-2",
                "123456789123",
                "vpc-1",
                List.of("subnet-a", "subnet-b"),
                List.of("subnet-c", "subnet-d"),
                "sg-env",
                "my-app-test-Cluster",
                "ns-1",
                "test.my-app.local",
                Optional.of(loadBalancer),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                List.of(),
                boundary,
                artifactKey,
                Map.of("ManagedFileSystemID", "fs-managed"),
                Map.of());
    }
}
