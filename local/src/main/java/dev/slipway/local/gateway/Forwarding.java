package dev.slipway.local.gateway;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;

/** The way to the emulator: directly, or through a plain HTTP proxy (which gets the request in absolute form). */
final class Forwarding {
    private static final Set<String> OF_THE_CONNECTION = Set.of(
            "connection", "content-length", "transfer-encoding", "upgrade", "expect", "http2-settings", "keep-alive");

    private final HttpClient client;
    private final URI emulator;
    private final boolean viaProxy;

    Forwarding(URI emulator, Optional<URI> proxy, Executor executor) {
        HttpClient.Builder builder =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).executor(executor);
        proxy.ifPresent(uri -> builder.proxy(ProxySelector.of(new InetSocketAddress(uri.getHost(), portOf(uri)))));
        this.client = builder.build();
        this.emulator = emulator;
        this.viaProxy = proxy.isPresent();
    }

    private static int portOf(URI uri) {
        return uri.getPort() < 0 ? 80 : uri.getPort();
    }

    /** @throws IOException where there is no answer, from the emulator or the proxy */
    Answer forward(Request request) throws IOException, InterruptedException {
        HttpRequest.Builder builder = HttpRequest.newBuilder(URI.create(emulator + request.target()))
                .method(
                        request.method(),
                        request.body().length == 0
                                ? BodyPublishers.noBody()
                                : BodyPublishers.ofByteArray(request.body()));
        request.headers().forEach((name, values) -> {
            if (passes(name) && !(viaProxy && name.equalsIgnoreCase("Host"))) {
                values.forEach(value -> builder.header(name, value));
            }
        });
        HttpResponse<byte[]> response = client.send(builder.build(), BodyHandlers.ofByteArray());
        Map<String, List<String>> headers = new LinkedHashMap<>();
        response.headers().map().forEach((name, values) -> {
            boolean length = request.method().equals("HEAD") && name.equalsIgnoreCase("content-length");
            if (passes(name) && !name.equalsIgnoreCase("date") || length) {
                headers.put(name, values);
            }
        });
        return new Answer(response.statusCode(), headers, response.body());
    }

    private static boolean passes(String header) {
        return !OF_THE_CONNECTION.contains(header.toLowerCase(Locale.ROOT));
    }
}
