package dev.slipway.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.cloudformation.CloudFormationClient;
import software.amazon.awssdk.services.lambda.LambdaClient;

/** The processes of a local AWS: how they talk to each other, and that they end together. */
class ProcessesIT {

    @Test
    void allButLambdaGoesThroughTheProxy() throws IOException {
        List<String> seen = new CopyOnWriteArrayList<>();
        HttpServer proxy = proxy(seen);
        URI address = URI.create("http://127.0.0.1:" + proxy.getAddress().getPort());

        try (LocalAws aws = LocalAws.start(TinyAws.options().viaProxy(address))) {
            invoke(aws.endpoint(), "{\"do\":\"put\",\"name\":\"/through/the/proxy\"}");

            assertThat(seen).anyMatch(call -> call.contains("AmazonSSM.PutParameter"));
            assertThat(seen).noneMatch(call -> call.contains("/invocations"));
            assertThat(seen).allMatch(call -> call.startsWith("http://127.0.0.1:"));
        } finally {
            proxy.stop(0);
        }
    }

    @Test
    void theyEndWithTheOneThatStartedThemEvenIfItIsKilled() throws IOException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Starter.class.getName())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        List<ProcessHandle> children;
        try (BufferedReader output = process.inputReader()) {
            assertThat(output.readLine()).isEqualTo("started");
            children = process.descendants().toList();
        } finally {
            process.destroyForcibly();
        }

        assertThat(children).hasSize(2);
        Eventually.isTrue("they are gone", () -> children.stream().noneMatch(ProcessesIT::runs));
    }

    /** As it says, and not wrapped in what threads and functions of Java can throw. */
    @Test
    void whatKeepsItFromStartingIsAnIoException() {
        Options options = TinyAws.options().pipeline(Path.of("nowhere/template.yaml"), List.of());

        assertThatThrownBy(() -> LocalAws.start(options))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("nowhere/template.yaml");
    }

    /** What the killed process was. */
    static final class Starter {
        private Starter() {}

        public static void main(String[] arguments) throws IOException {
            LocalAws aws = LocalAws.start(TinyAws.options());
            invoke(aws.endpoint(), "{}");
            System.out.println("started");
            System.in.read();
        }
    }

    /** A process that ended and was not waited for is still known, but not its command. */
    private static boolean runs(ProcessHandle process) {
        return process.info().command().isPresent();
    }

    private static void invoke(Endpoint endpoint, String event) {
        try (CloudFormationClient cloudFormation = endpoint.client(CloudFormationClient.builder());
                LambdaClient lambda = endpoint.client(LambdaClient.builder())) {
            String function = cloudFormation
                    .describeStackResource(
                            request -> request.stackName(Stacks.PIPELINE).logicalResourceId("EchoFunction"))
                    .stackResourceDetail()
                    .physicalResourceId();
            assertThat(lambda.invoke(request -> request.functionName(function).payload(SdkBytes.fromUtf8String(event)))
                            .functionError())
                    .isNull();
        }
    }

    private static HttpServer proxy(List<String> seen) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 0);
        HttpClient client = HttpClient.newHttpClient();
        server.setExecutor(Executors.newCachedThreadPool());
        server.createContext("/", exchange -> forward(exchange, client, seen));
        server.start();
        return server;
    }

    private static void forward(HttpExchange exchange, HttpClient client, List<String> seen) throws IOException {
        try (exchange) {
            String target = exchange.getRequestHeaders().getFirst("X-Amz-Target");
            seen.add(exchange.getRequestURI() + " " + target);
            HttpRequest.Builder request = HttpRequest.newBuilder(exchange.getRequestURI())
                    .method(
                            exchange.getRequestMethod(),
                            HttpRequest.BodyPublishers.ofByteArray(
                                    exchange.getRequestBody().readAllBytes()));
            exchange.getRequestHeaders().forEach((name, values) -> {
                if (!name.matches("(?i)host|content-length|connection|upgrade|http2-settings|transfer-encoding")) {
                    values.forEach(value -> request.header(name, value));
                }
            });
            HttpResponse<byte[]> response = client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
            response.headers().firstValue("Content-Type").ifPresent(type -> exchange.getResponseHeaders()
                    .set("Content-Type", type));
            int length = response.body().length;
            exchange.sendResponseHeaders(response.statusCode(), length == 0 ? -1 : length);
            exchange.getResponseBody().write(response.body());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
