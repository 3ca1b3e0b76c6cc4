package dev.slipway.manifest;

import dev.slipway.manifest.FieldType.Either;
import dev.slipway.manifest.FieldType.Field;
import dev.slipway.manifest.FieldType.ListOf;
import dev.slipway.manifest.FieldType.MapOf;
import dev.slipway.manifest.FieldType.Section;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What somebody may have meant by a word that is not known. */
final class Suggestions {
    private static final int LONGEST = 40;

    private Suggestions() {}

    /**
     * A hint for a key that its section does not have; empty if nothing comes to mind.
     *
     * @param where the section's path
     */
    static String forUnknown(String key, Section section, String where) {
        if (key.length() > LONGEST) {
            return "";
        }
        List<String> names = section.fields().stream().map(Field::name).toList();
        Optional<String> near = nearest(key, names).or(() -> names.stream()
                .filter(name -> Arrays.asList(name.split("_")).contains(key))
                .findFirst());
        if (near.isPresent()) {
            return didYouMean(near.get());
        }
        String here = where.replaceFirst("^environments\\.[^.]*\\.?", "");
        return placesOf(key).stream()
                .min(Comparator.<String>comparingInt(place -> -commonStart(place, here))
                        .thenComparingLong(Suggestions::depth))
                .map(place -> "it is a field of " + place)
                .orElse("");
    }

    private static long depth(String place) {
        return place.chars().filter(c -> c == '.').count();
    }

    private static int commonStart(String a, String b) {
        int length = 0;
        while (length < Math.min(a.length(), b.length()) && a.charAt(length) == b.charAt(length)) {
            length++;
        }
        return length;
    }

    static String didYouMean(String word) {
        return "did you mean \"" + word + "\"?";
    }

    /** The word that is most like another, if one is much like it. */
    static Optional<String> nearest(String word, List<String> candidates) {
        if (word.length() > LONGEST) {
            return Optional.empty();
        }
        String normal = normal(word);
        int tolerance = normal.length() < 4 ? 1 : normal.length() < 8 ? 2 : 3;
        return candidates.stream()
                .filter(candidate -> distance(normal, normal(candidate)) <= tolerance
                        && distance(normal, normal(candidate)) < normal.length() - 1)
                .min(Comparator.comparingInt(candidate -> distance(normal, normal(candidate))));
    }

    private static String normal(String word) {
        return word.toLowerCase(Locale.ROOT).replace("_", "").replace("-", "").replace(" ", "");
    }

    /** Sections that have a field of this name, as paths. */
    private static List<String> placesOf(String name) {
        List<String> places = new ArrayList<>();
        collect(Schema.MANIFEST, "", name, places);
        return places;
    }

    private static void collect(FieldType type, String path, String name, List<String> places) {
        if (type instanceof Section section) {
            if (!path.isEmpty() && section.field(name).isPresent()) {
                places.add(path);
            }
            for (Field field : section.fields()) {
                if (!field.name().equals("environments")) {
                    collect(field.type(), path.isEmpty() ? field.name() : path + "." + field.name(), name, places);
                }
            }
        } else if (type instanceof Either either) {
            either.forms().forEach(form -> collect(form, path, name, places));
        } else if (type instanceof ListOf list) {
            collect(list.item(), path + "[]", name, places);
        } else if (type instanceof MapOf map) {
            collect(map.value(), path + ".<name>", name, places);
        }
    }

    /** Levenshtein's: how many letters to add, remove, change, or swap with their neighbour. */
    private static int distance(String a, String b) {
        int[][] d = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                if (i == 0 || j == 0) {
                    d[i][j] = i + j;
                    continue;
                }
                int change = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
                d[i][j] = Math.min(Math.min(d[i - 1][j], d[i][j - 1]) + 1, d[i - 1][j - 1] + change);
                if (i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1)) {
                    d[i][j] = Math.min(d[i][j], d[i - 2][j - 2] + 1);
                }
            }
        }
        return d[a.length()][b.length()];
    }
}
