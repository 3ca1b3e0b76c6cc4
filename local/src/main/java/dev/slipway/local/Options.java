package dev.slipway.local;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;

/** What a local AWS is to be like. Immutable: every change is another one. */
public final class Options {
    private final Project project;
    private int port;
    private String region = Endpoint.regionOf(System.getenv());
    private List<String> environments = List.of("test");
    private Optional<URI> viaProxy = Optional.empty();
    private Duration rollout = Duration.ofSeconds(2);
    private Path template;
    private Map<String, String> parameters = Map.of("PollSeconds", "1", "RedeployWindowSeconds", "4");
    private Optional<List<Path>> code = Optional.empty();
    private boolean warm = true;

    private Options(Project project) {
        this.project = project;
        this.template = project.template();
    }

    /**
     * The project's own pipeline, on any port, with one environment {@code test} that has everything that an environment
     * can have; rollouts take two seconds and are looked at every second, and events are gathered for four.
     */
    public static Options of(Project project) {
        return new Options(project);
    }

    /** @param newPort of the endpoint; 0 for any that is free */
    public Options port(int newPort) {
        return with(options -> options.port = newPort);
    }

    /** In place of the region that the environment variables say. */
    public Options region(String newRegion) {
        return with(options -> options.region = newRegion);
    }

    public Options environments(List<String> names) {
        return with(options -> options.environments = List.copyOf(names));
    }

    /** @param proxy a plain HTTP proxy through which the calls of all services but Lambda go to the emulator */
    public Options viaProxy(URI proxy) {
        return with(options -> options.viaProxy = Optional.of(proxy));
    }

    /** @param duration how long an ECS rollout takes */
    public Options rollout(Duration duration) {
        return with(options -> options.rollout = duration);
    }

    /**
     * Another pipeline.
     *
     * @param newTemplate a SAM template with the parameter Application
     * @param newCode the class path of its functions
     */
    public Options pipeline(Path newTemplate, List<Path> newCode) {
        return with(options -> {
            options.template = newTemplate;
            options.code = Optional.of(List.copyOf(newCode));
            options.parameters = Map.of();
        });
    }

    /** A parameter of the pipeline's template. */
    public Options parameter(String name, String value) {
        return with(options -> options.parameters = plus(parameters, name, value));
    }

    /** Whether the functions are started before they are needed. */
    public Options warm(boolean newWarm) {
        return with(options -> options.warm = newWarm);
    }

    Project project() {
        return project;
    }

    int port() {
        return port;
    }

    String region() {
        return region;
    }

    List<String> environments() {
        return environments;
    }

    Optional<URI> viaProxy() {
        return viaProxy;
    }

    Duration rollout() {
        return rollout;
    }

    Path template() {
        return template;
    }

    Map<String, String> parameters() {
        return parameters;
    }

    /** @throws IllegalStateException where the project's functions are to be used and are not built */
    List<Path> code() {
        return code.orElseGet(() -> List.of(project.functionsJar()));
    }

    boolean warm() {
        return warm;
    }

    private Options with(Consumer<Options> change) {
        Options changed = new Options(project);
        changed.port = port;
        changed.region = region;
        changed.environments = environments;
        changed.viaProxy = viaProxy;
        changed.rollout = rollout;
        changed.template = template;
        changed.parameters = parameters;
        changed.code = code;
        changed.warm = warm;
        change.accept(changed);
        return changed;
    }

    private static Map<String, String> plus(Map<String, String> map, String name, String value) {
        Map<String, String> more = new TreeMap<>(map);
        more.put(name, value);
        return more;
    }
}
