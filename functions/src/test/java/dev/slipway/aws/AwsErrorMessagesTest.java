package dev.slipway.aws;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.aws.AwsErrors.Meaning;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.ecs.model.EcsException;

class AwsErrorMessagesTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "ClientException | Role is not valid | RETRY",
                "AccessDeniedException | User: x is not authorized to perform: iam:PassRole on resource: y | RETRY",
                "AccessDeniedException | User: x is not authorized to perform: ecs:CreateService | DENIED",
                "InvalidParameterException | The target group with targetGroupArn x does not have an associated load balancer. | RETRY",
                "InvalidParameterException | Unable to Start a service that is still Draining. | IN_USE",
                "InvalidParameterException | Creation of service was not idempotent. | EXISTS",
                "InvalidParameterException | Task CPU must be one of | REFUSED",
                "ClientException | Unable to describe task definition. | GONE",
                "ClientException | No Fargate configuration exists for given values | REFUSED",
                "ServiceNotActiveException | Service was not ACTIVE. | GONE",
                "OperationAbortedException | A conflicting operation is currently in progress | RETRY"
            })
    void whereOneCodeSaysManyThingsItsMessageDecides(String code, String message, Meaning meaning) {
        assertThat(AwsErrors.meaning(Mocks.error(EcsException.builder(), code, message, EcsException.class)))
                .isEqualTo(meaning);
    }
}
