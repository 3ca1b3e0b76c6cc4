package dev.slipway.conformance;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.aws.ModelJson;
import java.io.ByteArrayInputStream;
import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.core.interceptor.SdkExecutionAttribute;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpResponse;
import software.amazon.awssdk.regions.Region;

/**
 * An AWS where nothing is yet: it takes every request, remembers it, and answers with the little that the SDK's clients
 * need. The requests are the real ones, marshalled by the real clients.
 */
final class RecordedAws implements SdkHttpClient, ExecutionInterceptor {
    private static final String READS = "(Describe|List|Get).*";

    private final List<Call> calls = new ArrayList<>();
    private final Answers answers = new Answers();

    /**
     * @param number counts from 0
     * @param operation such as {@code Ecs.CreateService}: the service as the SDK calls it
     * @param request in the API's names
     * @param made ARN or id of what the call made; empty if it made nothing
     */
    record Call(int number, String operation, JsonNode request, String made) {
        boolean isRead() {
            return operation.substring(operation.indexOf('.') + 1).matches(READS);
        }

        String text(String field) {
            return request.path(field).asText();
        }
    }

    /** What was asked for beside reads, in order. */
    List<Call> changes() {
        return calls.stream().filter(call -> !call.isRead()).toList();
    }

    /** @param builder such as {@code EcsClient.builder()} */
    <B extends AwsSyncClientBuilder<B, C> & AwsClientBuilder<B, C>, C> C client(B builder) {
        return builder.httpClient(this)
                .region(Region.US_WEST_2)
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("none", "none")))
                .overrideConfiguration(configuration -> configuration.addExecutionInterceptor(this))
                .build();
    }

    @Override
    public void beforeExecution(Context.BeforeExecution context, ExecutionAttributes attributes) {
        String service = attributes.getAttribute(SdkExecutionAttribute.SERVICE_NAME);
        String operation = attributes.getAttribute(SdkExecutionAttribute.OPERATION_NAME);
        calls.add(new Call(calls.size(), service + "." + operation, ModelJson.write(context.request()), ""));
    }

    @Override
    public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
        return new ExecutableHttpRequest() {
            @Override
            public HttpExecuteResponse call() {
                Call call = calls.get(calls.size() - 1);
                Answers.Answer answer = answers.to(call);
                calls.set(call.number(), new Call(call.number(), call.operation(), call.request(), answer.made()));
                return HttpExecuteResponse.builder()
                        .response(SdkHttpResponse.builder()
                                .statusCode(answer.status())
                                .build())
                        .responseBody(AbortableInputStream.create(
                                new ByteArrayInputStream(answer.body().getBytes(UTF_8))))
                        .build();
            }

            @Override
            public void abort() {
                // nothing is under way
            }
        };
    }

    @Override
    public void close() {
        // holds nothing
    }
}
