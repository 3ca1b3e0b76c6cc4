package dev.slipway.deployment;

import dev.slipway.aws.ServiceId;
import dev.slipway.aws.Tags;
import dev.slipway.aws.Together;
import dev.slipway.environment.Answer;
import dev.slipway.environment.EnvFiles;
import dev.slipway.environment.Environment;
import dev.slipway.environment.Environment.LoadBalancer;
import dev.slipway.environment.EnvironmentReader;
import dev.slipway.environment.Exports;
import dev.slipway.environment.Images;
import dev.slipway.environment.ImportedLoadBalancer;
import dev.slipway.environment.Preflight;
import dev.slipway.environment.References;
import dev.slipway.environment.RequiredOutputs;
import dev.slipway.environment.RoleBoundary;
import dev.slipway.environment.RuntimeValidation;
import dev.slipway.environment.Secrets;
import dev.slipway.environment.Vpc;
import dev.slipway.manifest.Manifest;
import dev.slipway.manifest.Manifest.Secret;
import dev.slipway.manifest.Problem;
import dev.slipway.manifest.Reading;
import dev.slipway.resource.ListenerRule;
import dev.slipway.resource.NetworkRouting;
import dev.slipway.resource.Service;
import dev.slipway.resource.ServiceLimits;
import dev.slipway.resource.TagSearch;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Looks up everything that a manifest points at: the environment, images, secrets, certificates, subnets, exports. */
public final class Resolver {
    private final EnvironmentReader environments;
    private final Images images;
    private final Exports exports;
    private final Secrets secrets;
    private final Vpc vpc;
    private final ImportedLoadBalancer importedLoadBalancer;
    private final AliasCertificates certificates;
    private final Preflight preflight;
    private final EnvFiles envFiles;
    private final String bucket;
    private final String boundary;

    public Resolver(
            EnvironmentReader environments,
            Images images,
            Exports exports,
            Secrets secrets,
            Vpc vpc,
            ImportedLoadBalancer importedLoadBalancer,
            AliasCertificates certificates,
            Preflight preflight,
            EnvFiles envFiles,
            String bucket,
            String boundary) {
        this.environments = environments;
        this.images = images;
        this.exports = exports;
        this.secrets = secrets;
        this.vpc = vpc;
        this.importedLoadBalancer = importedLoadBalancer;
        this.certificates = certificates;
        this.preflight = preflight;
        this.envFiles = envFiles;
        this.bucket = bucket;
        this.boundary = boundary;
    }

    Answer<Optional<Environment>> environment(String application, String name) {
        return environments.read(application, name);
    }

    /** ARNs of the certificates that a service with these rules leaves on the listeners: they are shared, and the user's. */
    List<String> certificates(Environment environment, List<ListenerRule> rules) {
        return certificates.standing(environment, rules);
    }

    /**
     * @param environment as {@link #environment} has found it
     * @param variables values that came with the upload; {@code TAG} is the tag of images that the manifest builds
     * @param search for what the service has
     * @return the service unless a problem is an error; every problem at once
     */
    Answer<Optional<Service>> resolve(
            ServiceId id,
            Answer<Optional<Environment>> environment,
            Reading reading,
            Map<String, String> variables,
            TagSearch search) {
        List<Problem> problems = new ArrayList<>(reading.problems());
        problems.addAll(environment.problems());
        if (reading.manifest().isEmpty() || environment.value().isEmpty()) {
            return new Answer<>(Optional.empty(), problems);
        }
        Service service = resolve(id, reading, environment.value().get(), tag(variables), search, problems);
        boolean refused = problems.stream().anyMatch(Problem::isError);
        return new Answer<>(refused ? Optional.empty() : Optional.of(service), problems);
    }

    private Service resolve(
            ServiceId id,
            Reading reading,
            Environment environment,
            String tag,
            TagSearch search,
            List<Problem> problems) {
        Manifest manifest = reading.manifest().orElseThrow();
        RoleBoundary.check(environment, boundary).ifPresent(problems::add);
        problems.addAll(RequiredOutputs.missing(reading, manifest, environment));
        Optional<LoadBalancer> loadBalancer = loadBalancer(reading, manifest, environment, problems);
        problems.addAll(RuntimeValidation.validate(reading, manifest, environment, loadBalancer));
        Map<String, String> exported = take(exports.of(reading, References.exports(reading, manifest)), problems);
        LookedUp found = lookUp(reading, manifest, environment, loadBalancer, exported, tag, search);
        problems.addAll(found.preflight);
        problems.addAll(found.securityGroups);
        Map<Secret, String> valuesFrom = take(found.secrets, problems);
        Service service = new Service(
                id,
                manifest,
                environment,
                take(found.images, problems),
                exported,
                take(found.subnets, problems),
                take(found.certificates, problems),
                loadBalancer,
                take(found.envFiles, problems),
                valuesFrom,
                Tags.of(id, environment.tags()));
        problems.addAll(ServiceLimits.of(service, reading));
        List<String> hosts = NetworkRouting.certificateHosts(service);
        return service.withNetworkCertificates(take(certificates.findForNetwork(reading, hosts), problems));
    }

    /** What a manifest points at, each looked up without regard to the others. */
    private static final class LookedUp {
        List<Problem> preflight;
        List<Problem> securityGroups;
        Answer<Map<Secret, String>> secrets;
        Answer<Map<String, String>> images;
        Answer<List<String>> subnets;
        Answer<List<String>> certificates;
        Answer<Map<String, String>> envFiles;
    }

    private LookedUp lookUp(
            Reading reading,
            Manifest manifest,
            Environment environment,
            Optional<LoadBalancer> loadBalancer,
            Map<String, String> exported,
            String tag,
            TagSearch search) {
        LookedUp found = new LookedUp();
        Together.run(
                () -> found.preflight = preflight.check(reading, manifest, environment, exported),
                () -> found.securityGroups = vpc.securityGroups(reading, manifest, environment, exported),
                () -> found.secrets = secrets.check(reading, manifest, environment, exported, search::hasParameter),
                () -> found.images = images.resolve(reading, manifest, environment, tag),
                () -> found.subnets = vpc.subnets(reading, manifest, environment),
                () -> found.certificates = certificates.find(reading, manifest, loadBalancer),
                () -> found.envFiles = envFiles.find(reading, manifest, environment, bucket));
        return found;
    }

    private Optional<LoadBalancer> loadBalancer(
            Reading reading, Manifest manifest, Environment environment, List<Problem> problems) {
        if (manifest.http().isEmpty()) {
            return Optional.empty();
        }
        if (ImportedLoadBalancer.isNamedBy(manifest)) {
            return take(importedLoadBalancer.find(reading, manifest, environment), problems);
        }
        return manifest.type() == Manifest.Type.BACKEND_SERVICE
                ? environment.internalLoadBalancer()
                : environment.publicLoadBalancer();
    }

    /** Object metadata arrives in lower case, so names of variables are compared without regard to it. */
    static String tag(Map<String, String> variables) {
        return variables.entrySet().stream()
                .filter(variable -> variable.getKey().equalsIgnoreCase("TAG"))
                .map(Map.Entry::getValue)
                .filter(value -> !value.isEmpty())
                .findFirst()
                .orElse("latest");
    }

    private static <T> T take(Answer<T> answer, List<Problem> problems) {
        problems.addAll(answer.problems());
        return answer.value();
    }
}
