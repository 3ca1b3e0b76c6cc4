package dev.slipway.conformance;

import dev.slipway.aws.ServiceId;
import dev.slipway.environment.Environment;
import dev.slipway.environment.Environment.HostedZone;
import dev.slipway.environment.Environment.LoadBalancer;
import dev.slipway.manifest.Reading;
import dev.slipway.resource.Service;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The account and the environment of a reference pair: everything that its template takes from elsewhere has a value
 * here, which is the same for the template and for Slipway.
 */
final class ReferenceWorld {
    static final String ACCOUNT = "123456789123";
    static final String REGION = "us-west-2";

    /** Covers every host name. */
    private static final String CERTIFICATE = "arn:aws:acm:us-west-2:123456789123:certificate/any";

    /** Exports of the environment's stack that are not named like the output. */
    private static final Map<String, String> RENAMED = Map.of(
            "PublicLoadBalancerDNS", "PublicLoadBalancerDNSName",
            "CanonicalHostedZoneID", "PublicLoadBalancerHostedZone",
            "DefaultHTTPTargetGroup", "DefaultHTTPTargetGroupArn",
            "InternalLoadBalancerDNS", "InternalLoadBalancerDNSName",
            "InternalLoadBalancerCanonicalHostedZoneID", "InternalLoadBalancerHostedZone",
            "InternalWorkloadsHostedZoneID", "InternalWorkloadsHostedZone",
            "HostedZone", "EnvironmentHostedZone",
            "SubDomain", "EnvironmentSubdomain",
            "FilesystemID", "ManagedFileSystemID");

    private final ReferencePair pair;
    private final Map<String, String> outputs = new TreeMap<>();

    ReferenceWorld(ReferencePair pair) {
        this.pair = pair;
        String stem = pair.environment() + "." + pair.application();
        outputs.put("VpcId", "vpc-1");
        outputs.put("PublicSubnets", "subnet-1,subnet-2");
        outputs.put("PrivateSubnets", "subnet-3,subnet-4");
        outputs.put("ServiceDiscoveryNamespaceID", "ns-1");
        outputs.put("EnvironmentSecurityGroup", "sg-environment");
        outputs.put("ClusterId", "environment-cluster");
        outputs.put("ManagedFileSystemID", "fs-managed");
        outputs.put("InternalWorkloadsHostedZone", "ZINTERNAL");
        outputs.put("InternalWorkloadsHostedZoneName", stem + ".internal");
        pair.domain().ifPresent(domain -> {
            outputs.put("EnvironmentHostedZone", "ZENVIRONMENT");
            outputs.put("EnvironmentSubdomain", stem + "." + domain);
        });
        loadBalancer("Public", "", !pair.isBackend());
        loadBalancer("Internal", "Internal", pair.isBackend());
    }

    private void loadBalancer(String name, String prefix, boolean ofThePair) {
        String full = "app/" + name.toLowerCase(java.util.Locale.ROOT) + "/50dc6c495c0c9188";
        String listener = "arn:aws:elasticloadbalancing:us-west-2:123456789123:listener/" + full;
        outputs.put(name + "LoadBalancerDNSName", name.toLowerCase(java.util.Locale.ROOT) + ".elb.amazonaws.com");
        outputs.put(name + "LoadBalancerFullName", full);
        outputs.put(name + "LoadBalancerHostedZone", "ZONE" + name);
        outputs.put(prefix + "HTTPListenerArn", listener + "/80");
        if (ofThePair && (pair.domain().isPresent() || !pair.certificates().isEmpty())) {
            outputs.put(prefix + "HTTPSListenerArn", listener + "/443");
        }
    }

    /** The template's parameters, with those that AWS gives. */
    Map<String, String> parameters() {
        Map<String, String> parameters = new TreeMap<>(pair.parameters());
        parameters.put("AWS::Region", REGION);
        parameters.put("AWS::AccountId", ACCOUNT);
        parameters.put("AWS::Partition", "aws");
        parameters.put("AWS::StackName", id().stem());
        return parameters;
    }

    /** @throws IllegalArgumentException if the environment has no such output */
    String output(String key) {
        String value = outputs.get(key);
        if (value == null) {
            throw new IllegalArgumentException("the environment of " + pair.name() + " has no output " + key);
        }
        return value;
    }

    /** The environment's own, by their names; of any other stack, something that tells the name. */
    String export(String name) {
        String prefix = pair.application() + "-" + pair.environment() + "-";
        if (!name.startsWith(prefix)) {
            return "value-of-" + name;
        }
        String key = name.substring(prefix.length());
        return output(RENAMED.getOrDefault(key, key));
    }

    /** What is meant by handles of the template whose things Slipway does not make. */
    Map<String, String> handles() {
        return Map.of("{NLBCertValidatorAction}", CERTIFICATE);
    }

    ServiceId id() {
        return new ServiceId(pair.application(), pair.environment(), pair.service());
    }

    Service service(Reading reading) {
        // Copilot's parameter is empty for an image that is to be built.
        return new LookedUp(
                        environment(),
                        this::export,
                        container -> pair.parameters().getOrDefault("ContainerImage", ""),
                        envFiles(),
                        List.of(CERTIFICATE),
                        Optional.of(imported()))
                .service(reading);
    }

    private Environment environment() {
        List<String> certificates = pair.certificates();
        return new Environment(
                pair.application(),
                pair.environment(),
                "aws",
                REGION,
                ACCOUNT,
                output("VpcId"),
                List.of(output("PublicSubnets").split(",")),
                List.of(output("PrivateSubnets").split(",")),
                output("EnvironmentSecurityGroup"),
                output("ClusterId"),
                output("ServiceDiscoveryNamespaceID"),
                pair.environment() + "." + pair.application() + ".local",
                Optional.of(loadBalancer("Public", "")),
                Optional.of(loadBalancer("Internal", "Internal")),
                pair.domain(),
                Optional.ofNullable(outputs.get("EnvironmentHostedZone"))
                        .map(zone -> new HostedZone(zone, output("EnvironmentSubdomain"))),
                pair.isBackend() ? List.of() : certificates,
                pair.isBackend() ? certificates : List.of(),
                Optional.ofNullable(pair.parameters().get("PermissionsBoundary"))
                        .filter(boundary -> !boundary.isEmpty()),
                Optional.ofNullable(pair.parameters().get("ArtifactKeyARN")).filter(key -> !key.isEmpty()),
                outputs,
                Map.of());
    }

    private LoadBalancer loadBalancer(String name, String prefix) {
        return new LoadBalancer(
                output(name + "LoadBalancerDNSName"),
                output(name + "LoadBalancerFullName"),
                output(name + "LoadBalancerHostedZone"),
                Optional.of(output(prefix + "HTTPListenerArn")),
                Optional.ofNullable(outputs.get(prefix + "HTTPSListenerArn")),
                List.of("sg-" + name));
    }

    /** The names that Copilot's own tests give to the load balancer that a manifest names. */
    private static LoadBalancer imported() {
        return new LoadBalancer(
                "mockImportALBDNSName",
                "mockImportALBName",
                "mockHostedZoneID",
                Optional.of("MockListenerARN1"),
                Optional.of("MockListenerARN1"),
                List.of("mockImportALBSG1", "mockImportALBSG2"));
    }

    private Map<String, String> envFiles() {
        Map<String, String> files = new TreeMap<>();
        pair.parameters().forEach((name, arn) -> {
            if (name.startsWith("EnvFileARN") && !arn.isEmpty()) {
                files.put(name.equals("EnvFileARN") ? pair.service() : name.substring("EnvFileARNFor".length()), arn);
            }
        });
        return files;
    }
}
