package dev.slipway.aws;

import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.CALLS_REAL_METHODS;
import static org.mockito.Mockito.doAnswer;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.withSettings;

import java.util.Map;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.ssm.SsmClient;
import software.amazon.awssdk.services.ssm.model.InvalidResourceIdException;
import software.amazon.awssdk.services.ssm.model.ListTagsForResourceRequest;
import software.amazon.awssdk.services.ssm.model.ListTagsForResourceResponse;
import software.amazon.awssdk.services.ssm.model.Tag;

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

    /** Parameter Store answers with these tags, by the parameters' names; a parameter without an entry does not exist. */
    public static void parametersWithTags(SsmClient ssm, Map<String, Map<String, String>> tagsByName) {
        doAnswer(call -> {
                    var tags = tagsByName.get(((ListTagsForResourceRequest) call.getArgument(0)).resourceId());
                    if (tags == null) {
                        throw InvalidResourceIdException.builder().build();
                    }
                    return ListTagsForResourceResponse.builder()
                            .tagList(tags.entrySet().stream()
                                    .map(tag -> Tag.builder()
                                            .key(tag.getKey())
                                            .value(tag.getValue())
                                            .build())
                                    .toList())
                            .build();
                })
                .when(ssm)
                .listTagsForResource(any(ListTagsForResourceRequest.class));
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
