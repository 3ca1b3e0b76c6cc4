package dev.slipway.local.gateway;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.UUID;

/** Errors as each of the AWS protocols writes them, so that every SDK reads the code. */
final class ErrorAnswers {
    private ErrorAnswers() {}

    static Answer to(Request request, String service, int status, String code, String message) {
        if (request.header("X-Amz-Target").isPresent()) {
            return json(status, code, message);
        }
        return switch (service) {
            case "lambda", "elasticfilesystem" -> json(status, code, message);
            case "s3" -> xml(status, "<Error>%s<RequestId>%s</RequestId></Error>", code, message);
            case "ec2" ->
                xml(
                        status,
                        "<Response><Errors><Error>%s</Error></Errors><RequestID>%s</RequestID></Response>",
                        code,
                        message);
            default ->
                xml(
                        status,
                        "<ErrorResponse><Error><Type>Sender</Type>%s</Error><RequestId>%s</RequestId></ErrorResponse>",
                        code,
                        message);
        };
    }

    private static Answer json(int status, String code, String message) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.put("__type", code).put("message", message).put("Message", message).put("Type", "User");
        // Step Functions in moto reads the request id of errors too, and fails without one.
        return Answer.json(status, body)
                .with("x-amzn-ErrorType", code)
                .with("x-amzn-RequestId", UUID.randomUUID().toString());
    }

    private static Answer xml(int status, String frame, String code, String message) {
        String error = "<Code>%s</Code><Message>%s</Message>".formatted(code, escaped(message));
        byte[] body = frame.formatted(error, UUID.randomUUID()).getBytes(StandardCharsets.UTF_8);
        return new Answer(status, new LinkedHashMap<>(), body).with("Content-Type", "text/xml");
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
