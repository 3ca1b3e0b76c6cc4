package dev.slipway.manifest;

import dev.slipway.manifest.FieldType.Either;
import dev.slipway.manifest.FieldType.Field;
import dev.slipway.manifest.FieldType.ListOf;
import dev.slipway.manifest.FieldType.MapOf;
import dev.slipway.manifest.FieldType.Section;
import dev.slipway.manifest.FieldType.Text;
import dev.slipway.manifest.FieldType.Whole;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Writes the tables of the manifest's reference from {@link Schema}, between the marks that the text has for them. */
final class ReferenceTables {
    private static final Pattern MARKED =
            Pattern.compile("(<!-- fields of ([a-z_]+) -->\n).*?(<!-- end of \\2 -->)", Pattern.DOTALL);
    private static final Pattern MARK = Pattern.compile("<!-- fields of ([a-z_]+) -->");

    private ReferenceTables() {}

    static String fill(String text) {
        Matcher marked = MARKED.matcher(text);
        return marked.replaceAll(
                match -> Matcher.quoteReplacement(match.group(1) + table(match.group(2)) + match.group(3)));
    }

    static List<String> marks(String text) {
        return MARK.matcher(text).results().map(match -> match.group(1)).toList();
    }

    /** One row a field: with {@code manifest} those at the top, else all those below one of them. */
    private static String table(String name) {
        List<String> rows = new ArrayList<>(List.of("| field | value | default | |", "|---|---|---|---|"));
        if (name.equals("manifest")) {
            Schema.MANIFEST.fields().forEach(field -> rows.add(row(field.name(), field)));
        } else {
            Field field = Schema.MANIFEST.field(name).orElseThrow();
            collect(field.type(), name, List.of(), rows);
        }
        return String.join("\n", rows) + "\n";
    }

    private static void collect(FieldType type, String path, List<Field> above, List<String> rows) {
        if (type instanceof Section section) {
            if (above.containsAll(section.fields())) {
                return;
            }
            for (Field field : section.fields()) {
                rows.add(row(path + "." + field.name(), field));
                collect(field.type(), path + "." + field.name(), section.fields(), rows);
            }
        } else if (type instanceof Either either) {
            either.forms().forEach(form -> collect(form, path, above, rows));
        } else if (type instanceof ListOf list) {
            collect(list.item(), path + "[]", above, rows);
        } else if (type instanceof MapOf map) {
            collect(map.value(), path + ".<name>", above, rows);
        }
    }

    private static String row(String path, Field field) {
        String value = (field.required() ? "**required**, " : "") + words(field.type());
        String byDefault = field.byDefault().isEmpty() ? "" : "`" + field.byDefault() + "`";
        boolean inWords = field.byDefault().contains(" ") && !field.byDefault().startsWith("[");
        return "| `%s` | %s | %s | %s |"
                .formatted(
                        path,
                        value,
                        (inWords ? field.byDefault() : byDefault).replace("|", "\\|"),
                        field.doc().replace("|", "\\|"));
    }

    private static String words(FieldType type) {
        if (type instanceof Text text && !text.words().isEmpty()) {
            return "`" + String.join("`, `", text.words()) + "`";
        }
        if (type instanceof FieldType.Duration) {
            return "duration";
        }
        if (type instanceof FieldType.Anything) {
            return "anything";
        }
        if (type instanceof ListOf list) {
            return "list of "
                    + (list.item() instanceof Section
                            ? "maps"
                            : words(list.item()).replace("text", "texts"));
        }
        if (type instanceof MapOf map && !(map.value() instanceof Section)) {
            return "map of names to "
                    + words(map.value()).replace("text", "texts").replace(" map", " maps");
        }
        if (type instanceof Either either) {
            return String.join(
                    " or ", either.forms().stream().map(ReferenceTables::words).toList());
        }
        if (type instanceof Whole whole && whole.min() == 0) {
            return whole.max() == 65535 ? "port" : "whole number";
        }
        return type.describe().replaceFirst("^a ", "");
    }
}
