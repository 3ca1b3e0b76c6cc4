package dev.slipway.environment;

import dev.slipway.manifest.Manifest;
import dev.slipway.manifest.Manifest.Alias;
import dev.slipway.manifest.Manifest.Count;
import dev.slipway.manifest.Manifest.Deployment;
import dev.slipway.manifest.Manifest.FireLens;
import dev.slipway.manifest.Manifest.HealthCheck;
import dev.slipway.manifest.Manifest.Http;
import dev.slipway.manifest.Manifest.Image;
import dev.slipway.manifest.Manifest.Logging;
import dev.slipway.manifest.Manifest.Network;
import dev.slipway.manifest.Manifest.NetworkListener;
import dev.slipway.manifest.Manifest.NetworkLoadBalancer;
import dev.slipway.manifest.Manifest.Placement;
import dev.slipway.manifest.Manifest.Platform;
import dev.slipway.manifest.Manifest.Rule;
import dev.slipway.manifest.Manifest.Secret;
import dev.slipway.manifest.Manifest.SecurityGroups;
import dev.slipway.manifest.Manifest.Sidecar;
import dev.slipway.manifest.Manifest.Storage;
import dev.slipway.manifest.Manifest.Target;
import dev.slipway.manifest.Manifest.Type;
import dev.slipway.manifest.Manifest.Value;
import dev.slipway.manifest.Manifest.Volume;
import dev.slipway.manifest.Position;
import dev.slipway.manifest.Reading;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.stream.Stream;

/** A small manifest of the service {@code api}, for tests to add to. */
public final class ManifestBuilder {
    private Type type = Type.LOAD_BALANCED_WEB_SERVICE;
    private Optional<String> location = Optional.of("nginx");
    private final List<Rule> rules = new ArrayList<>();
    private Optional<String> alb = Optional.empty();
    private Optional<NetworkLoadBalancer> nlb = Optional.empty();
    private Count count = new Count.Fixed(1);
    private Optional<Double> cpuAlarm = Optional.empty();
    private Optional<Double> memoryAlarm = Optional.empty();
    private Placement placement = new Placement.Public();
    private List<Value> securityGroups = List.of();
    private final Map<String, Value> variables = new TreeMap<>();
    private Optional<String> envFile = Optional.empty();
    private final Map<String, Secret> secrets = new TreeMap<>();
    private final Map<String, Volume> volumes = new TreeMap<>();
    private Optional<FireLens> fireLens = Optional.empty();
    private final Map<String, Sidecar> sidecars = new TreeMap<>();
    private final Map<String, Position> positions = new TreeMap<>();

    /** A web service that answers on one path of the environment's load balancer. */
    public static ManifestBuilder web() {
        return new ManifestBuilder().rule("/");
    }

    /** A backend service that answers to nothing but service discovery. */
    public static ManifestBuilder backend() {
        ManifestBuilder builder = new ManifestBuilder();
        builder.type = Type.BACKEND_SERVICE;
        return builder;
    }

    public ManifestBuilder rule(String path, String... aliases) {
        return rule(path, Optional.empty(), Stream.of(aliases).map(name -> new Alias(name, Optional.empty())));
    }

    public ManifestBuilder rule(String path, Optional<Boolean> redirectToHttps, Stream<Alias> aliases) {
        rules.add(new Rule(
                path,
                Optional.empty(),
                healthCheck(),
                false,
                aliases.toList(),
                60,
                new Target("api", 80),
                List.of(),
                redirectToHttps));
        return this;
    }

    /** Without the rule that {@link #web} begins with. */
    public ManifestBuilder noRules() {
        rules.clear();
        return this;
    }

    public ManifestBuilder alb(String nameOrArn) {
        alb = Optional.of(nameOrArn);
        return this;
    }

    public ManifestBuilder nlb(String protocol, String... aliases) {
        NetworkListener listener = new NetworkListener(
                443, protocol, healthCheck(), new Target("api", 443), Optional.empty(), Optional.empty(), 60);
        nlb = Optional.of(new NetworkLoadBalancer(List.of(listener), List.of(aliases), OptionalInt.empty()));
        return this;
    }

    public ManifestBuilder built() {
        location = Optional.empty();
        return this;
    }

    public ManifestBuilder count(Count count) {
        this.count = count;
        return this;
    }

    public ManifestBuilder alarms(Optional<Double> cpu, Optional<Double> memory) {
        cpuAlarm = cpu;
        memoryAlarm = memory;
        return this;
    }

    public ManifestBuilder placement(Placement placement) {
        this.placement = placement;
        return this;
    }

    public ManifestBuilder securityGroups(Value... groups) {
        securityGroups = List.of(groups);
        return this;
    }

    public ManifestBuilder variable(String name, Value value) {
        variables.put(name, value);
        return this;
    }

    public ManifestBuilder envFile(String path) {
        envFile = Optional.of(path);
        return this;
    }

    public ManifestBuilder secret(String name, Secret secret) {
        secrets.put(name, secret);
        return this;
    }

    public ManifestBuilder volume(String name, Manifest.FileSystem efs) {
        volumes.put(name, new Volume("/data", true, Optional.of(efs)));
        return this;
    }

    public ManifestBuilder fireLens(
            Map<String, Value> variables, Map<String, Secret> secrets, Map<String, Secret> secretOptions) {
        fireLens = Optional.of(new FireLens(
                "fluent-bit",
                Map.of(),
                true,
                secretOptions,
                Optional.empty(),
                variables,
                secrets,
                Optional.of("log.env")));
        return this;
    }

    /** @param image empty for one that is built */
    public ManifestBuilder sidecar(
            String name, Optional<String> image, Map<String, Value> variables, Map<String, Secret> secrets) {
        sidecars.put(
                name,
                new Sidecar(
                        image,
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        variables,
                        secrets,
                        Optional.empty(),
                        Map.of(),
                        Map.of(),
                        Optional.empty(),
                        List.of(),
                        List.of(),
                        List.of()));
        return this;
    }

    /** Where a path stands in the file. */
    public ManifestBuilder at(String path, int line, int column) {
        positions.put(path, new Position(line, column));
        return this;
    }

    public Reading reading() {
        return new Reading(Optional.of(manifest()), List.of(), positions);
    }

    public Manifest manifest() {
        return new Manifest(
                "api",
                type,
                new Image(location, OptionalInt.of(80), Optional.empty(), Map.of(), Map.of(), Optional.empty()),
                rules.isEmpty() ? Optional.empty() : Optional.of(new Http(rules, alb, OptionalInt.empty())),
                nlb,
                256,
                512,
                new Platform("LINUX", "X86_64"),
                count,
                false,
                new Deployment(false, List.of(), cpuAlarm, memoryAlarm, 1800),
                List.of(),
                List.of(),
                new Network(Optional.empty(), placement, new SecurityGroups(false, securityGroups)),
                variables,
                envFile,
                secrets,
                new Storage(OptionalInt.empty(), Optional.empty(), volumes),
                List.of(),
                new Logging(30, fireLens),
                false,
                sidecars,
                List.of());
    }

    private static HealthCheck healthCheck() {
        return new HealthCheck(
                "/",
                OptionalInt.empty(),
                Optional.empty(),
                OptionalInt.empty(),
                OptionalInt.empty(),
                OptionalInt.empty(),
                OptionalInt.empty());
    }
}
