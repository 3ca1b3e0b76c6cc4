package dev.slipway.local.gateway;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** An HTTP answer. Where a method returns none, the connection is closed without one. */
record Answer(int status, Map<String, List<String>> headers, byte[] body) {

    static Answer json(int status, JsonNode body) {
        return new Answer(status, new LinkedHashMap<>(), body.toString().getBytes(StandardCharsets.UTF_8))
                .with("Content-Type", "application/json");
    }

    static Answer empty(int status) {
        return new Answer(status, new LinkedHashMap<>(), new byte[0]);
    }

    Answer with(String header, String value) {
        Map<String, List<String>> more = new LinkedHashMap<>(headers);
        more.put(header, List.of(value));
        return new Answer(status, more, body);
    }

    String text() {
        return new String(body, StandardCharsets.UTF_8);
    }

    void send(HttpExchange exchange) throws IOException {
        exchange.getResponseHeaders().putAll(headers);
        boolean bodiless = body.length == 0 || exchange.getRequestMethod().equals("HEAD");
        exchange.sendResponseHeaders(status, bodiless ? -1 : body.length);
        if (!bodiless) {
            exchange.getResponseBody().write(body);
        }
    }
}
