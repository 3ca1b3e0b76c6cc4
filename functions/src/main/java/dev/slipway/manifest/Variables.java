package dev.slipway.manifest;

import dev.slipway.manifest.Manifest.Secret;
import dev.slipway.manifest.Manifest.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Reads what containers find in their environment: variables, secrets, files of variables. */
final class Variables {
    private static final int SHORTEST = 8;
    private static final int LONGEST = 1024;

    private Variables() {}

    static Map<String, Value> variables(Place place) {
        Map<String, Value> variables = new TreeMap<>();
        place.entries().forEach((name, value) -> {
            // A key without a value is a variable with an empty one.
            (value.isSet() ? value(value) : Optional.<Value>of(new Value.Text("")))
                    .ifPresent(v -> variables.put(name, v));
        });
        return variables;
    }

    /** A text, or {@code {from_cfn: export}}. */
    static Optional<Value> value(Place place) {
        if (place.isMap()) {
            return export(place).map(Value.Export::new);
        }
        return place.text().map(Value.Text::new);
    }

    /** The secrets of a container whose variables are these: ECS refuses a name that is both. */
    static Map<String, Secret> secrets(Place place, Map<String, Value> variables) {
        Map<String, Secret> secrets = new TreeMap<>();
        place.entries().forEach((name, value) -> {
            if (variables.containsKey(name)) {
                value.error("conflict", "is also among the variables", "a container's variable is one or the other");
            }
            secret(value).ifPresent(secret -> secrets.put(name, secret));
        });
        return secrets;
    }

    static Optional<String> envFile(Place place) {
        Optional<String> file = place.text().filter(name -> !name.isEmpty());
        if (file.isPresent() && !file.get().endsWith(".env")) {
            place.error("invalid-value", "must end in .env, unlike \"" + Scalars.shortened(file.get()) + "\"");
        }
        return file;
    }

    private static Optional<Secret> secret(Place place) {
        if (!place.isMap()) {
            Optional<String> text = place.text().map(Variables::withoutQuotes);
            if (!place.isSet() || text.filter(String::isEmpty).isPresent()) {
                place.missing("the name of an SSM parameter, or the ARN of one or of a secret in Secrets Manager");
                return Optional.empty();
            }
            return text.map(Secret.Reference::new);
        }
        List<String> given = new ArrayList<>(List.of("from_cfn", "secretsmanager", "generate"));
        given.removeIf(key -> !place.at(key).isSet());
        if (given.size() > 1) {
            place.error("conflict", "must have one of " + String.join(" and ", given) + ", not both");
            return Optional.empty();
        }
        if (given.isEmpty()) {
            place.error("missing", "must have one of from_cfn, secretsmanager and generate");
            return Optional.empty();
        }
        return switch (given.get(0)) {
            case "from_cfn" -> export(place).map(Secret.Export::new);
            case "secretsmanager" -> secretsManager(place.at("secretsmanager"));
            default -> generated(place.at("generate"));
        };
    }

    private static Optional<Secret> secretsManager(Place place) {
        Optional<String> name = place.text();
        if (name.filter(String::isBlank).isPresent()) {
            place.missing("the name of a secret in Secrets Manager");
        }
        return name.map(Secret.SecretsManager::new);
    }

    private static Optional<Secret> generated(Place place) {
        if (place.integer().isEmpty()) {
            return Optional.empty();
        }
        int length = place.integer().getAsInt();
        if (length < SHORTEST || length > LONGEST) {
            place.error("invalid-value", "must be from %d to %d characters".formatted(SHORTEST, LONGEST));
        }
        return Optional.of(new Secret.Generate(length));
    }

    private static Optional<String> export(Place place) {
        Place export = place.at("from_cfn");
        Optional<String> name = export.text();
        if (!export.isSet() || name.filter(String::isBlank).isPresent()) {
            export.missing("the name of a CloudFormation export");
        }
        return name;
    }

    /** Copilot pasted secrets into YAML, where an ARN that ends in a colon needed quotes inside the quotes. */
    private static String withoutQuotes(String text) {
        boolean quoted = text.length() >= 2
                && (text.charAt(0) == '"' || text.charAt(0) == '\'')
                && text.charAt(text.length() - 1) == text.charAt(0);
        return quoted ? text.substring(1, text.length() - 1) : text;
    }
}
