package dev.slipway.manifest;

import dev.slipway.manifest.Manifest.Type;
import dev.slipway.manifest.Node.Mapping;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads a manifest: parse, merge the environment's overrides, interpolate, validate. */
public final class ManifestReader {
    private ManifestReader() {}

    /**
     * @param text the manifest as it was written
     * @param variables values for {@code ${NAME}}, matched without regard to case
     */
    public static Reading read(String text, String application, String environment, Map<String, String> variables) {
        Problems problems = new Problems();
        Optional<Mapping> written = Yaml.parse(text, problems);
        if (written.isEmpty()) {
            return new Reading(Optional.empty(), problems.inOrder(), Map.of());
        }
        Problems later = new Problems();
        Mapping merged = Merge.forEnvironment(written.get(), environment);
        Mapping complete = Interpolation.apply(merged, application, environment, variables, later);
        Optional<Type> type = Types.of(Place.of(complete, problems).at("type"));
        if (type.isEmpty()) {
            return new Reading(Optional.empty(), problems.inOrder(), Map.of());
        }
        Check.written(written.get(), problems);
        later.inOrder().forEach(problems::add);
        Check.interpolated(complete, problems);
        Manifest manifest = ServiceReader.read(Place.of(complete, problems), type.get());
        if (problems.has("missing")) {
            tellOtherEnvironments(Place.of(written.get(), problems).at("environments"), environment);
        }
        List<Problem> found = problems.inOrder();
        return new Reading(
                problems.hasErrors() ? Optional.empty() : Optional.of(manifest), found, Positions.of(complete));
    }

    /** Somebody may have left to the environments what every one of them has to have. */
    private static void tellOtherEnvironments(Place environments, String environment) {
        Set<String> names = environments.entries().keySet();
        if (!names.isEmpty() && !names.contains(environment)) {
            environments.warning(
                    "no-effect",
                    "has nothing for the environment %s, only for %s".formatted(environment, String.join(", ", names)),
                    "what is missing may stand there");
        }
    }
}
