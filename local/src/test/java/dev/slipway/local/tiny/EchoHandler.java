package dev.slipway.local.tiny;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.services.ssm.SsmClient;
import software.amazon.awssdk.services.ssm.model.ParameterType;

/** Returns what it gets, or does what the field {@code do} asks for. */
public final class EchoHandler implements RequestHandler<Map<String, Object>, Map<String, Object>> {

    /** A failure whose class name the state machine sees. */
    public static final class BusinessException extends RuntimeException {
        private static final long serialVersionUID = 1;

        BusinessException(String message) {
            super(message);
        }
    }

    @Override
    public Map<String, Object> handleRequest(Map<String, Object> input, Context context) {
        System.out.println("echo " + context.getAwsRequestId());
        switch (String.valueOf(input.get("do"))) {
            case "throw" -> throw new BusinessException("as asked");
            case "exit" -> Runtime.getRuntime().halt(3);
            case "sleep" -> sleep(((Number) input.get("millis")).longValue());
            case "put" -> put((String) input.get("name"));
            default -> {}
        }
        Map<String, Object> output = new LinkedHashMap<>(input);
        output.put("application", System.getenv("APPLICATION"));
        output.put("function", context.getFunctionName());
        output.put("process", ProcessHandle.current().pid());
        output.put("initialization", System.getenv("AWS_LAMBDA_INITIALIZATION_TYPE"));
        return output;
    }

    private static void sleep(long millis) {
        long end = System.nanoTime() + millis * 1_000_000;
        while (System.nanoTime() < end) {
            LockSupport.parkNanos(end - System.nanoTime());
        }
    }

    private static void put(String name) {
        try (SsmClient ssm = SsmClient.builder()
                .httpClientBuilder(UrlConnectionHttpClient.builder())
                .build()) {
            ssm.putParameter(put -> put.name(name)
                    .type(ParameterType.SECURE_STRING)
                    .value("swordfish")
                    .overwrite(true));
        }
    }
}
