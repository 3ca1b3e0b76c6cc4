package dev.slipway.aws;

import static org.mockito.Mockito.CALLS_REAL_METHODS;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.withSettings;

import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;

/** Mocked clients of the SDK. */
public final class Mocks {
    private Mocks() {}

    /**
     * A client on which only the calls that take a request object are to be stubbed (with {@code doReturn}): the SDK's
     * own default methods, for request builders and for pages, lead to them.
     */
    public static <C> C client(Class<C> type) {
        return mock(type, withSettings().defaultAnswer(CALLS_REAL_METHODS));
    }

    /** Makes the SDK's exception that a service answers with this code and message. */
    public static <E extends AwsServiceException> E error(
            AwsServiceException.Builder builder, String code, Class<E> type) {
        return error(builder, code, code, type);
    }

    public static <E extends AwsServiceException> E error(
            AwsServiceException.Builder builder, String code, String message, Class<E> type) {
        return type.cast(builder.statusCode(400)
                .message(message)
                .awsErrorDetails(AwsErrorDetails.builder()
                        .errorCode(code)
                        .errorMessage(message)
                        .build())
                .build());
    }
}
