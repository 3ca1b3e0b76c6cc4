package dev.slipway.manifest;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What came of reading a manifest: the manifest, unless a problem is an error, and every problem at once.
 *
 * @param problems in the order of their lines
 * @param positions where each path of the merged manifest stands in the file: a path that an environment overrides
 *     points into that environment's section; list elements are {@code name[0]}
 */
public record Reading(Optional<Manifest> manifest, List<Problem> problems, Map<String, Position> positions) {

    /** The place of a path of the merged manifest; of its nearest parent that is written out, where it is a default. */
    public Position at(String path) {
        for (String p = path; !p.isEmpty(); p = parent(p)) {
            Position position = positions.get(p);
            if (position != null) {
                return position;
            }
        }
        return positions.getOrDefault("", Position.NONE);
    }

    private static String parent(String path) {
        return path.substring(0, Math.max(0, Math.max(path.lastIndexOf('.'), path.lastIndexOf('['))));
    }
}
