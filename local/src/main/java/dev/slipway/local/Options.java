package dev.slipway.local;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a local AWS is to be like.
 *
 * @param project where the project's files are
 * @param port of the endpoint; 0 for any that is free
 * @param environments names of the environments, none for none
 * @param viaProxy a plain HTTP proxy through which the calls of all services but Lambda go to the emulator
 * @param rollout how long an ECS rollout takes
 * @param template the pipeline, a SAM template
 * @param parameters of the pipeline's template, beside Application
 * @param environmentParameters of the environments' template, beside Application, Environment and CertificateArn
 * @param code the class path of the functions
 * @param warm whether the functions are started before they are needed
 */
public record Options(
        Project project,
        int port,
        String region,
        List<String> environments,
        Optional<URI> viaProxy,
        Duration rollout,
        Path template,
        Map<String, String> parameters,
        Map<String, String> environmentParameters,
        List<Path> code,
        boolean warm) {

    /** One environment {@code test}, with everything that an environment can have; quick rollouts, looked at every second. */
    public static Options of(Project project) {
        return new Options(
                project,
                0,
                Endpoint.regionOf(System.getenv()),
                List.of("test"),
                Optional.empty(),
                Duration.ofSeconds(2),
                project.template(),
                Map.of("PollSeconds", "1"),
                Map.of("InternalLoadBalancer", "true", "FileSystem", "true", "Nat", "true"),
                List.of(project.functionsJar()),
                true);
    }

    public Options port(int newPort) {
        return new Options(
                project,
                newPort,
                region,
                environments,
                viaProxy,
                rollout,
                template,
                parameters,
                environmentParameters,
                code,
                warm);
    }

    public Options region(String newRegion) {
        return new Options(
                project,
                port,
                newRegion,
                environments,
                viaProxy,
                rollout,
                template,
                parameters,
                environmentParameters,
                code,
                warm);
    }

    public Options environments(List<String> names) {
        return new Options(
                project,
                port,
                region,
                names,
                viaProxy,
                rollout,
                template,
                parameters,
                environmentParameters,
                code,
                warm);
    }

    public Options viaProxy(URI proxy) {
        return new Options(
                project,
                port,
                region,
                environments,
                Optional.of(proxy),
                rollout,
                template,
                parameters,
                environmentParameters,
                code,
                warm);
    }

    public Options rollout(Duration duration) {
        return new Options(
                project,
                port,
                region,
                environments,
                viaProxy,
                duration,
                template,
                parameters,
                environmentParameters,
                code,
                warm);
    }

    /** Another pipeline: its template, and the class path of its functions. */
    public Options pipeline(Path newTemplate, List<Path> newCode) {
        return new Options(
                project,
                port,
                region,
                environments,
                viaProxy,
                rollout,
                newTemplate,
                Map.of(),
                environmentParameters,
                newCode,
                warm);
    }

    public Options parameter(String name, String value) {
        return new Options(
                project,
                port,
                region,
                environments,
                viaProxy,
                rollout,
                template,
                plus(parameters, name, value),
                environmentParameters,
                code,
                warm);
    }

    public Options environmentParameter(String name, String value) {
        return new Options(
                project,
                port,
                region,
                environments,
                viaProxy,
                rollout,
                template,
                parameters,
                plus(environmentParameters, name, value),
                code,
                warm);
    }

    public Options warm(boolean newWarm) {
        return new Options(
                project,
                port,
                region,
                environments,
                viaProxy,
                rollout,
                template,
                parameters,
                environmentParameters,
                code,
                newWarm);
    }

    private static Map<String, String> plus(Map<String, String> map, String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(map);
        more.put(name, value);
        return more;
    }
}
