package dev.slipway.local;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.LinkedHashMap;
import java.util.Map;

/** Requests as they are, for what no client of the SDK at hand can say. */
final class Http {
    private final HttpClient client = HttpClient.newHttpClient();
    private final ObjectMapper json = new ObjectMapper();
    private final URI endpoint;

    Http(Endpoint endpoint) {
        this.endpoint = endpoint.uri();
    }

    JsonNode get(String path) {
        return read(send(HttpRequest.newBuilder(endpoint.resolve(path)).GET()));
    }

    JsonNode post(String path, String body) {
        return read(post(path, body, Map.of()));
    }

    /** A call of an AWS API with the JSON protocol, such as {@code sqs}, {@code AmazonSQS.ReceiveMessage}. */
    JsonNode aws(String service, String target, String body) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put(
                "Authorization", "AWS4-HMAC-SHA256 Credential=test/20260101/eu-west-1/" + service + "/aws4_request");
        headers.put("X-Amz-Target", target);
        headers.put("Content-Type", "application/x-amz-json-1.0");
        return read(post("/", body, headers));
    }

    HttpResponse<String> post(String path, String body, Map<String, String> headers) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(endpoint.resolve(path)).POST(HttpRequest.BodyPublishers.ofString(body));
        headers.forEach(request::header);
        return send(request);
    }

    private HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private JsonNode read(HttpResponse<String> response) {
        try {
            return json.readTree(response.body());
        } catch (IOException e) {
            throw new UncheckedIOException(response.body(), e);
        }
    }
}
