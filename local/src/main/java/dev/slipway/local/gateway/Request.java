package dev.slipway.local.gateway;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * An HTTP request, read to its end.
 *
 * @param path still percent-encoded, without the query
 * @param query still percent-encoded; empty where there is none
 */
record Request(String method, String path, String query, Map<String, List<String>> headers, byte[] body) {

    Request {
        Map<String, List<String>> anyCase = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        anyCase.putAll(headers);
        headers = anyCase;
    }

    static Request of(HttpExchange exchange) throws IOException {
        String query = exchange.getRequestURI().getRawQuery();
        return new Request(
                exchange.getRequestMethod(),
                exchange.getRequestURI().getRawPath(),
                query == null ? "" : query,
                exchange.getRequestHeaders(),
                exchange.getRequestBody().readAllBytes());
    }

    Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name))
                .flatMap(values -> values.stream().findFirst());
    }

    String text() {
        return new String(body, StandardCharsets.UTF_8);
    }

    /** Path and query, as in the request line. */
    String target() {
        return query.isEmpty() ? path : path + "?" + query;
    }
}
