package dev.slipway.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.slipway.local.gateway.Call;
import dev.slipway.local.gateway.Calls;
import dev.slipway.local.gateway.Fault;
import dev.slipway.local.gateway.Fault.Effect;
import dev.slipway.local.gateway.Faults;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.cloudformation.CloudFormationClient;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.InvokeResponse;
import software.amazon.awssdk.services.lambda.model.LambdaException;
import software.amazon.awssdk.services.lambda.model.ResourceNotFoundException;
import software.amazon.awssdk.services.ssm.SsmClient;
import software.amazon.awssdk.services.ssm.model.ParameterNotFoundException;

/** What the gateway promises: Lambda as on AWS, and whatever a test wants to watch or disturb. */
class GatewayIT {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Endpoint endpoint = TinyAws.aws().endpoint();
    private final Http http = new Http(endpoint);
    private final LambdaClient lambda = endpoint.client(LambdaClient.builder());
    private final SsmClient ssm = endpoint.client(SsmClient.builder());
    private final Map<String, String> names = new ConcurrentHashMap<>();
    private final Faults faults = TinyAws.aws().gateway().faults();
    private final Calls calls = TinyAws.aws().gateway().calls();

    @AfterEach
    void nothingIsWrongAnyMore() {
        faults.reset();
    }

    @Test
    void aFunctionHasItsConfigurationAndItsEnvironment() {
        JsonNode output = payload(invoke("EchoFunction", "{\"x\":1}"));

        assertThat(output.path("x").asInt()).isEqualTo(1);
        assertThat(output.path("application").asText()).isEqualTo("demo");
        assertThat(output.path("initialization").asText()).isEqualTo("snap-start");
    }

    @Test
    void aProcessIsUsedAgainAndAnotherOneIsStartedForWhatComesAtTheSameTime() {
        calls.reset();
        CompletableFuture<InvokeResponse> slow =
                CompletableFuture.supplyAsync(() -> invoke("EchoFunction", "{\"do\":\"sleep\",\"millis\":3000}"));
        Eventually.isTrue("the slow invocation has begun", () -> calls.all().stream()
                .anyMatch(call -> call.name().equals("lambda:Invoke")));

        long first = payload(invoke("EchoFunction", "{}")).path("process").asLong();
        long second = payload(invoke("EchoFunction", "{}")).path("process").asLong();

        assertThat(second).isEqualTo(first);
        assertThat(payload(slow.join()).path("process").asLong()).isNotEqualTo(first);
    }

    @Test
    void anExceptionIsTheCallersWithItsClassName() {
        InvokeResponse response = invoke("EchoFunction", "{\"do\":\"throw\"}");

        assertThat(response.functionError()).isEqualTo("Unhandled");
        assertThat(payload(response).path("errorType").asText())
                .isEqualTo("dev.slipway.local.tiny.EchoHandler$BusinessException");
    }

    @Test
    void aCrashIsARuntimeExitErrorAndTheNextInvocationWorks() {
        assertThat(errorType(invoke("EchoFunction", "{\"do\":\"exit\"}"))).isEqualTo("Runtime.ExitError");
        assertThat(invoke("EchoFunction", "{}").functionError()).isNull();
    }

    @Test
    void aFunctionThatTakesLongerThanItsTimeoutIsKilled() {
        InvokeResponse response = invoke("HastyFunction", "{\"do\":\"sleep\",\"millis\":30000}");

        assertThat(errorType(response)).isEqualTo("Sandbox.Timedout");
        assertThat(payload(response).path("errorMessage").asText()).contains("Task timed out after 1.00 seconds");
    }

    @Test
    void theLogIsAnsweredWhenItIsAskedFor() {
        InvokeResponse response = lambda.invoke(request ->
                request.functionName(name("EchoFunction")).logType("Tail").payload(SdkBytes.fromUtf8String("{}")));

        assertThat(new String(java.util.Base64.getDecoder().decode(response.logResult())))
                .contains("echo ");
    }

    @Test
    void aFunctionThatDoesNotExistIsNotFound() {
        assertThatThrownBy(() -> lambda.invoke(request -> request.functionName("nobody")))
                .isInstanceOf(ResourceNotFoundException.class);
    }

    @Test
    void anEventThatFailsIsTriedAgainAndThenLiesInTheQueueForFailures() {
        lambda.invoke(request -> request.functionName(name("EchoFunction"))
                .invocationType("Event")
                .payload(SdkBytes.fromUtf8String("{\"do\":\"throw\",\"mark\":\"dead\"}")));

        String message = Queue.next(http, TinyAws.outputs().get("DeadLetterQueueUrl"), "\"mark\":\"dead\"");

        assertThat(message).contains("RetriesExhausted", "\"approximateInvokeCount\":2", "BusinessException");
    }

    @Test
    void anInvocationCanBeRefused() {
        http.post(
                "/_local/fault",
                "{\"function\":\"EchoFunction\",\"count\":9,\"status\":400,\"code\":\"InvalidRequestContentException\"}");

        assertThatThrownBy(() -> invoke("EchoFunction", "{}"))
                .isInstanceOfSatisfying(LambdaException.class, refusal -> assertThat(
                                refusal.awsErrorDetails().errorCode())
                        .isEqualTo("InvalidRequestContentException"));
    }

    @Test
    void aThrottledInvocationSucceedsWhenItIsRepeated() {
        faults.add(Fault.ofInvocation("EchoFunction").times(2));

        assertThat(invoke("EchoFunction", "{}").functionError()).isNull();
        assertThat(faults.fired().values()).containsExactly(2);
    }

    @Test
    void aProcessCanBeKilledBeforeAndAfterItsInvocation() {
        faults.add(Fault.ofInvocation("EchoFunction").with(Effect.KILL_BEFORE));
        assertThat(errorType(invoke("EchoFunction", "{}"))).isEqualTo("Runtime.ExitError");

        faults.add(Fault.ofInvocation("EchoFunction").with(Effect.KILL_AFTER));
        assertThat(errorType(invoke("EchoFunction", put("/killed/after")))).isEqualTo("Runtime.ExitError");
        assertThat(ssm.getParameter(request -> request.name("/killed/after")).parameter())
                .isNotNull();
    }

    @Test
    void anAwsCallOfAFunctionCanBeRefused() {
        faults.add(Fault.of("EchoFunction", "ssm:PutParameter").refused(400, "TooManyUpdates", "slow down"));

        JsonNode error = payload(invoke("EchoFunction", put("/refused")));

        assertThat(error.path("errorType").asText()).endsWith("TooManyUpdatesException");
        assertThat(error.path("errorMessage").asText()).contains("slow down");
    }

    @Test
    void anAwsCallCanSucceedAndItsAnswerBeLost() {
        faults.add(Fault.of("EchoFunction", "ssm:PutParameter").with(Effect.LOSE_ANSWER));
        calls.reset();

        assertThat(invoke("EchoFunction", put("/lost")).functionError()).isNull();

        assertThat(made("ssm:PutParameter")).hasSize(2);
        assertThat(ssm.getParameter(request -> request.name("/lost"))
                        .parameter()
                        .version())
                .isEqualTo(2);
    }

    @Test
    void aFunctionCanBeKilledBeforeItsAwsCallIsMade() {
        faults.add(Fault.of("EchoFunction", "ssm:PutParameter").with(Effect.KILL_BEFORE));

        assertThat(errorType(invoke("EchoFunction", put("/never")))).isEqualTo("Runtime.ExitError");

        assertThatThrownBy(() -> ssm.getParameter(request -> request.name("/never")))
                .isInstanceOf(ParameterNotFoundException.class);
    }

    @Test
    void aFunctionCanBeKilledWhenItsAwsCallIsDone() {
        faults.add(Fault.of("EchoFunction", "ssm:PutParameter").with(Effect.KILL_AFTER));

        assertThat(errorType(invoke("EchoFunction", put("/done")))).isEqualTo("Runtime.ExitError");

        assertThat(ssm.getParameter(request -> request.name("/done"))
                        .parameter()
                        .version())
                .isEqualTo(1);
    }

    @Test
    void aFaultWaitsForItsCall() {
        faults.add(Fault.of("EchoFunction", "ssm:PutParameter").when("/nth/").from(2));

        assertThat(invoke("EchoFunction", put("/other")).functionError()).isNull();
        assertThat(invoke("EchoFunction", put("/nth/1")).functionError()).isNull();
        assertThat(errorType(invoke("EchoFunction", put("/nth/2")))).endsWith("AccessDeniedException");
        assertThat(invoke("EchoFunction", put("/nth/3")).functionError()).isNull();
    }

    @Test
    void everyCallIsWrittenDownWithItsCallerButWithoutSecrets() {
        String function = name("EchoFunction");
        http.post("/_local/calls/reset", "");
        invoke("EchoFunction", put("/secret"));
        ssm.getParameter(request -> request.name("/secret"));

        JsonNode written = http.get("/_local/calls").path("calls");

        assertThat(written.findValuesAsText("action")).containsExactly("Invoke", "PutParameter", "GetParameter");
        assertThat(written.findValuesAsText("mutating")).containsExactly("false", "true", "false");
        assertThat(written.get(1).path("caller").asText()).isEqualTo(function);
        assertThat(written.get(1).path("service").asText()).isEqualTo("ssm");
        assertThat(written.get(1).path("parameters").path("Name").asText()).isEqualTo("/secret");
        assertThat(written.toString()).doesNotContain("swordfish");
    }

    private List<Call> made(String name) {
        return calls.all().stream().filter(call -> call.name().equals(name)).toList();
    }

    private static String put(String name) {
        return "{\"do\":\"put\",\"name\":\"" + name + "\"}";
    }

    private InvokeResponse invoke(String function, String event) {
        return lambda.invoke(request -> request.functionName(name(function)).payload(SdkBytes.fromUtf8String(event)));
    }

    private String errorType(InvokeResponse response) {
        return payload(response).path("errorType").asText();
    }

    private static JsonNode payload(InvokeResponse response) {
        try {
            return JSON.readTree(response.payload().asByteArray());
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private String name(String logicalId) {
        return names.computeIfAbsent(logicalId, this::found);
    }

    private String found(String logicalId) {
        try (CloudFormationClient cloudFormation = endpoint.client(CloudFormationClient.builder())) {
            return cloudFormation
                    .describeStackResource(
                            request -> request.stackName(Stacks.PIPELINE).logicalResourceId(logicalId))
                    .stackResourceDetail()
                    .physicalResourceId();
        }
    }
}
