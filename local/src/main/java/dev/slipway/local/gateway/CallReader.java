package dev.slipway.local.gateway;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads which AWS call a request is. Service and caller stand in the signature's credential scope
 * ({@code Credential=AKID/date/region/service/aws4_request}); where the action stands depends on the protocol: a header
 * (JSON), a form parameter (query), a path (RPC v2), or method and path (REST).
 */
final class CallReader {
    private static final Pattern SCOPE = Pattern.compile("Credential=([^/]+)/[^/]+/[^/]+/([^/]+)/aws4_request");
    private static final Pattern RPC = Pattern.compile(".*/service/[^/]+/operation/([^/]+)");
    private static final Map<String, String> IAM_NAMES = Map.of("monitoring", "cloudwatch", "email", "ses");
    private static final Set<String> SECRETS = Set.of("SecretString", "SecretBinary");

    private final ObjectMapper json = new ObjectMapper();

    Call read(Request request) {
        Matcher scope = SCOPE.matcher(request.header("Authorization").orElse(""));
        boolean signed = scope.find();
        String service = signed ? IAM_NAMES.getOrDefault(scope.group(2), scope.group(2)) : "s3";
        ObjectNode parameters = parameters(request);
        return new Call(
                signed ? scope.group(1) : "anonymous",
                request.header("X-Amz-Security-Token").orElse(""),
                "",
                service,
                action(request, service, parameters),
                withoutSecrets(parameters),
                0,
                "");
    }

    private static String action(Request request, String service, ObjectNode parameters) {
        String target = request.header("X-Amz-Target").orElse("");
        if (!target.isEmpty()) {
            return target.substring(target.lastIndexOf('.') + 1);
        }
        Matcher rpc = RPC.matcher(request.path());
        if (rpc.matches()) {
            return rpc.group(1);
        }
        if (parameters.hasNonNull("Action")) {
            return parameters.get("Action").asText();
        }
        return RestActions.action(service, request);
    }

    private ObjectNode parameters(Request request) {
        String type = request.header("Content-Type").orElse("");
        ObjectNode found = JsonNodeFactory.instance.objectNode();
        addForm(request.query(), found);
        if (type.contains("x-www-form-urlencoded")) {
            addForm(request.text(), found);
        } else if (type.contains("json") && request.body().length > 0) {
            try {
                JsonNode body = json.readTree(request.body());
                if (body instanceof ObjectNode object) {
                    found.setAll(object);
                }
            } catch (JsonProcessingException e) {
                found.put("unreadable", e.getOriginalMessage());
            } catch (java.io.IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        }
        if (!request.path().equals("/")) {
            found.put("path", URLDecoder.decode(request.path(), StandardCharsets.UTF_8));
        }
        return found;
    }

    private static void addForm(String form, ObjectNode to) {
        for (String pair : form.split("&")) {
            int equals = pair.indexOf('=');
            String name = equals < 0 ? pair : pair.substring(0, equals);
            if (!name.isEmpty()) {
                String value = equals < 0 ? "" : pair.substring(equals + 1);
                to.put(decoded(name), decoded(value));
            }
        }
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }

    private static JsonNode withoutSecrets(ObjectNode parameters) {
        if (parameters.path("Type").asText().equals("SecureString")) {
            parameters.put("Value", "***");
        }
        SECRETS.stream().filter(parameters::has).forEach(name -> parameters.put(name, "***"));
        return parameters;
    }
}
