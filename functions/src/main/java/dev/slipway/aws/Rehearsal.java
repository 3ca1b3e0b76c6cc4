package dev.slipway.aws;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.function.Supplier;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.SdkHttpResponse;

/**
 * What stands between the AWS clients and the network. While a function rehearses its work, before a SnapStart snapshot of
 * it is taken, nothing leaves the process: each call is signed with credentials that are none, and is answered with
 * nothing at all. So the snapshot has every class that the work needs, and no connection, no credentials and no state.
 */
final class Rehearsal implements SdkHttpClient {
    private static final AwsCredentials NONE = AwsBasicCredentials.create("rehearsal", "rehearsal");

    /** Port 9 discards, and nobody listens there. */
    private static final String NOWHERE = "://127.0.0.1:9/";

    private final SdkHttpClient real;
    private final Supplier<AwsCredentialsProvider> identity;
    private volatile Map<String, String> answers;
    private AwsCredentialsProvider provider;

    /** @param identity makes the provider, with the first call that is made and never before a snapshot */
    Rehearsal(SdkHttpClient real, Supplier<AwsCredentialsProvider> identity) {
        this.real = real;
        this.identity = identity;
    }

    /**
     * @param work what to rehearse; it may fail, since the answers are not what it expects
     * @param bodies of the few answers without which it would not come far, by a part of the request's path or of its
     *     {@code X-Amz-Target}, which is where AWS's JSON protocol names the operation
     */
    void of(Runnable work, Map<String, String> bodies) {
        connectToNobody("http");
        connectToNobody("https"); // reads the JDK's trust store, too
        answers = bodies;
        try {
            work.run();
        } finally {
            answers = null;
        }
    }

    AwsCredentials credentials() {
        return answers == null ? provider().resolveCredentials() : NONE;
    }

    /** One for all clients: it keeps the credentials until they expire, and where it has them from is a call, too. */
    private synchronized AwsCredentialsProvider provider() {
        if (provider == null) {
            provider = identity.get();
        }
        return provider;
    }

    @Override
    public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
        Map<String, String> rehearsed = answers;
        return rehearsed == null ? real.prepareRequest(request) : new Answer(body(request.httpRequest(), rehearsed));
    }

    @Override
    public void close() {
        real.close();
    }

    @Override
    public String clientName() {
        return real.clientName();
    }

    /** The real client's own classes. */
    private void connectToNobody(String scheme) {
        SdkHttpRequest request = SdkHttpRequest.builder()
                .method(SdkHttpMethod.GET)
                .uri(URI.create(scheme + NOWHERE))
                .build();
        try {
            real.prepareRequest(HttpExecuteRequest.builder().request(request).build())
                    .call();
        } catch (IOException e) {
            // As expected.
        }
    }

    private static String body(SdkHttpRequest request, Map<String, String> bodies) {
        String operation = request.firstMatchingHeader("X-Amz-Target").orElse("");
        for (Map.Entry<String, String> body : bodies.entrySet()) {
            if (request.encodedPath().contains(body.getKey()) || operation.contains(body.getKey())) {
                return body.getValue();
            }
        }
        return operation.isEmpty() ? "<Response></Response>" : "{}";
    }

    private record Answer(String body) implements ExecutableHttpRequest {
        @Override
        public HttpExecuteResponse call() {
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            return HttpExecuteResponse.builder()
                    .response(SdkHttpResponse.builder()
                            .statusCode(200)
                            .putHeader("Content-Length", String.valueOf(bytes.length))
                            .build())
                    .responseBody(AbortableInputStream.create(new ByteArrayInputStream(bytes)))
                    .build();
        }

        @Override
        public void abort() {}
    }
}
