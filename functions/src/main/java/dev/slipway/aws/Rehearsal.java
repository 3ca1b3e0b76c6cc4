package dev.slipway.aws;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.SdkHttpResponse;
import software.amazon.awssdk.utils.IoUtils;

/**
 * What stands between the AWS clients and the network. While a function rehearses its work, before a SnapStart snapshot of
 * it is taken, nothing leaves the process: each call is signed with credentials that are none, and is answered here, with
 * nothing or with one of a few made-up answers. So the snapshot has every class that the work needs, and no connection, no credentials and no state.
 */
final class Rehearsal implements SdkHttpClient {
    private static final Logger LOG = LoggerFactory.getLogger(Rehearsal.class);
    private static final AwsCredentials NONE = AwsSessionCredentials.create("rehearsal", "rehearsal", "rehearsal");

    /** Port 9 discards, and nobody listens there. */
    private static final URI NOBODY = URI.create("https://127.0.0.1:9/");

    /** S3 tells in a header when an object was written; to read that loads the calendar's names. */
    private static final String WRITTEN = "Thu, 01 Jan 2026 00:00:00 GMT";

    private final SdkHttpClient real;
    private final AwsCredentialsProvider identity;
    private volatile Map<String, String> answers;

    /**
     * @param identity one for all clients: it keeps the credentials until they expire, and where it has them from is a call,
     *     too. It is asked with the first call that is made and never before a snapshot
     */
    Rehearsal(SdkHttpClient real, AwsCredentialsProvider identity) {
        this.real = real;
        this.identity = identity;
    }

    /**
     * @param work what to rehearse; it may fail, since the answers are not what it expects
     * @param bodies of the few answers without which it would not come far, by a part of the request's path or of its
     *     {@code X-Amz-Target}, which is where AWS's JSON protocol names the operation
     */
    void of(Runnable work, Map<String, String> bodies) {
        listenToMyself();
        call(NOBODY); // reads the JDK's trust store
        answers = bodies;
        try {
            work.run();
        } finally {
            answers = null;
        }
    }

    AwsCredentials credentials() {
        return answers == null ? identity.resolveCredentials() : NONE;
    }

    @Override
    public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
        Map<String, String> rehearsed = answers;
        if (rehearsed == null) {
            return real.prepareRequest(request);
        }
        // What is sent is made while it is read: S3 signs it in chunks.
        request.contentStreamProvider().ifPresent(content -> IoUtils.drainInputStream(content.newStream()));
        return new Answer(body(request.httpRequest(), rehearsed));
    }

    @Override
    public void close() {
        real.close();
    }

    @Override
    public String clientName() {
        return real.clientName();
    }

    /** The real client's own way through a call, answered by this process; nothing of it is left open. */
    private void listenToMyself() {
        Thread answering;
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            answering = new Thread(() -> answerOnce(server), "rehearsal");
            answering.start();
            call(URI.create("http://127.0.0.1:" + server.getLocalPort() + "/"));
        } catch (IOException e) {
            LOG.debug("The rehearsal goes without a connection", e);
            return;
        }
        try {
            answering.join(); // the server is closed by now, whoever did not come
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void answerOnce(ServerSocket server) {
        try (Socket socket = server.accept()) {
            socket.getInputStream().read(new byte[8192]);
            socket.getOutputStream()
                    .write("HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{}"
                            .getBytes(StandardCharsets.US_ASCII));
        } catch (IOException e) {
            LOG.debug("The rehearsal goes without an answer", e);
        }
    }

    private void call(URI uri) {
        SdkHttpRequest request =
                SdkHttpRequest.builder().method(SdkHttpMethod.GET).uri(uri).build();
        try {
            HttpExecuteResponse response = real.prepareRequest(
                            HttpExecuteRequest.builder().request(request).build())
                    .call();
            response.responseBody().ifPresent(body -> IoUtils.drainInputStream(body));
        } catch (IOException e) {
            LOG.debug("Nobody answers, as expected", e);
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
                            .putHeader("Last-Modified", WRITTEN)
                            .putHeader("Content-Length", String.valueOf(bytes.length))
                            .build())
                    .responseBody(AbortableInputStream.create(new ByteArrayInputStream(bytes)))
                    .build();
        }

        @Override
        public void abort() {}
    }
}
