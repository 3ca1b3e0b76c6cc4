package dev.slipway.deployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.slipway.aws.Clients;
import dev.slipway.resource.GeneratedSecrets;
import dev.slipway.resource.Parameters;
import dev.slipway.resource.ResourceKind;
import dev.slipway.resource.Rollout;
import dev.slipway.resource.TargetGroups;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.elasticloadbalancingv2.ElasticLoadBalancingV2Client;
import software.amazon.awssdk.services.resourcegroupstaggingapi.ResourceGroupsTaggingApiClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.ssm.SsmClient;

/** No network and no credentials are there: whatever would leave the process fails. */
class RehearsedTest {
    private final Rehearsed rehearsed = Rehearsed.read();

    @BeforeEach
    void aRegion() {
        System.setProperty("aws.region", "eu-west-1");
    }

    @AfterEach
    void noRegion() {
        System.clearProperty("aws.region");
    }

    @Test
    void itIsADeploymentInWhichEveryStepHasSomethingToDo() throws JsonProcessingException {
        Deployment deployment = deployment();

        for (Step step : Step.values()) {
            assertThat(deployment.step(step).action()).as(step.label).isEqualTo(Deployment.Action.create);
        }
        assertThat(rehearsed.service().loadBalancer()).isPresent();
        assertThat(deployment.rolloutPlan).isNotNull();
    }

    @Test
    void aManifestWithABitOfEverythingIsReadWithoutAProblem() throws JsonProcessingException {
        Deployment deployment = deployment();
        Validation validation = new Validation(new Bucket(Clients.client(S3Client.builder()), "bucket"));

        Clients.rehearse(() -> validation.validate(deployment), rehearsed.answers());

        assertThat(deployment.problems).isEmpty();
        assertThat(deployment.next).isEqualTo("plan");
    }

    @Test
    void theRolloutIsLookedAtUntilItIsKnownToGoOn() throws JsonProcessingException {
        Deployment deployment = deployment();
        EcsClient ecs = Clients.client(EcsClient.builder());
        Bucket bucket = new Bucket(Clients.client(S3Client.builder()), "bucket");
        RolloutWatch watch = new RolloutWatch(new Rollout(ecs), null, null, bucket, Clock.systemUTC());

        Clients.rehearse(() -> watch.look(deployment), rehearsed.answers());

        assertThat(deployment.next).isEqualTo("wait");
        assertThat(deployment.rollout).isNotNull();
    }

    @Test
    void aStepIsRehearsedToItsEndWithoutAnyCall() throws JsonProcessingException {
        Deployment deployment = deployment();
        SsmClient ssm = Clients.client(SsmClient.builder());
        List<ResourceKind<?>> routing =
                List.of(new TargetGroups(Clients.client(ElasticLoadBalancingV2Client.builder())));
        List<ResourceKind<?>> parameters = List.of(
                new GeneratedSecrets(ssm),
                new Parameters(ssm, Clients.client(ResourceGroupsTaggingApiClient.builder())));

        assertThatCode(() -> Clients.rehearse(
                        () -> {
                            run(Step.TARGET_GROUP, routing).rehearse(deployment, rehearsed.service());
                            run(Step.PARAMETERS, parameters).rehearse(deployment, rehearsed.service());
                        },
                        Map.of()))
                .doesNotThrowAnyException();
    }

    private static StepRun run(Step step, List<ResourceKind<?>> kinds) {
        return new StepRun(
                step,
                kinds,
                new Journal(Clients.client(DynamoDbClient.builder()), "table", Clock.systemUTC()),
                new Bucket(Clients.client(S3Client.builder()), "bucket"),
                Clock.systemUTC());
    }

    private Deployment deployment() throws JsonProcessingException {
        return Json.MAPPER.treeToValue(rehearsed.event().path("deployment"), Deployment.class);
    }
}
