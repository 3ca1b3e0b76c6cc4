package dev.slipway.manifest;

import dev.slipway.manifest.Node.Mapping;
import java.util.List;
import java.util.Map;
import java.util.Optional;

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
        Optional<Problem> refusal = Types.refusal(written.get());
        if (refusal.isPresent()) {
            problems.add(refusal.get());
            return new Reading(Optional.empty(), problems.inOrder(), Map.of());
        }
        Check.written(written.get(), problems);
        Mapping merged = Merge.forEnvironment(written.get(), environment);
        Mapping complete = Interpolation.apply(merged, application, environment, variables, problems);
        Check.interpolated(complete, problems);
        Manifest manifest = ServiceReader.read(Place.of(complete, problems), Types.of(complete));
        List<Problem> found = problems.inOrder();
        return new Reading(
                problems.hasErrors() ? Optional.empty() : Optional.of(manifest), found, Positions.of(complete));
    }
}
