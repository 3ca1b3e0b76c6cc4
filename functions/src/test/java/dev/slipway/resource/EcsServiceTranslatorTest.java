package dev.slipway.resource;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.ecs.model.CreateServiceRequest;
import software.amazon.awssdk.services.ecs.model.UpdateServiceRequest;

class EcsServiceTranslatorTest {
    private final Arns arns = new Arns(Map.of());

    @Test
    void aNewServiceSaysWhatIsOffToo() {
        Service service = TestService.of(TestService.BASE, "");
        CreateServiceRequest request =
                EcsServiceTranslator.creation(TestEcsService.wanted(service, arns), TestService.scope(service), arns);

        assertThat(request.launchTypeAsString()).isEqualTo("FARGATE");
        assertThat(request.hasCapacityProviderStrategy()).isFalse();
        assertThat(request.serviceConnectConfiguration().enabled()).isFalse();
        assertThat(request.deploymentConfiguration().alarms().enable()).isFalse();
        assertThat(request.deploymentConfiguration().alarms().rollback()).isTrue();
        assertThat(request.deploymentConfiguration().alarms().alarmNames()).isEmpty();
        assertThat(request.deploymentConfiguration().deploymentCircuitBreaker().enable())
                .isTrue();
        assertThat(request.deploymentConfiguration().deploymentCircuitBreaker().rollback())
                .isTrue();
        assertThat(request.enableExecuteCommand()).isNull();
        assertThat(request.serviceRegistries().get(0).registryArn()).isEqualTo(TestEcsService.REGISTRY);
        assertThat(request.serviceRegistries().get(0).port()).isEqualTo(80);
        assertThat(request.taskDefinition()).isEqualTo(TestEcsService.definition(7));
        assertThat(request.propagateTagsAsString()).isEqualTo("SERVICE");
    }

    @Test
    void govCloudIsNotToldOfWhatItDoesNotHave() {
        Service service = TestService.service()
                .in(TestService.environment("aws-us-gov", Optional.empty(), Optional.empty()))
                .of(TestService.BASE);
        CreateServiceRequest request =
                EcsServiceTranslator.creation(TestEcsService.wanted(service, arns), TestService.scope(service), arns);

        assertThat(request.serviceConnectConfiguration()).isNull();
        assertThat(request.deploymentConfiguration().alarms()).isNull();
    }

    @Test
    void anUpdateSendsOnlyWhatDiffers() {
        Service service = TestService.of(TestService.BASE, "");
        EcsService from = TestEcsService.wanted(service, arns);
        EcsService to = TestEcsService.wanted(TestService.of(TestService.BASE, "count: 4\n"), arns);

        UpdateServiceRequest request = EcsServiceTranslator.update(from, to, TestService.scope(service), arns)
                .orElseThrow();

        assertThat(request)
                .isEqualTo(UpdateServiceRequest.builder()
                        .cluster("my-app-test-Cluster")
                        .service("my-app-test-fe")
                        .desiredCount(4)
                        .build());
        assertThat(EcsServiceTranslator.update(from, from, TestService.scope(service), arns))
                .isEmpty();
    }

    /** ECS refuses to move tasks between zones where it may not start one more than are wanted. */
    @Test
    void whereTasksAreStoppedFirstNothingIsRebalanced() {
        Scope scope = TestService.scope(TestService.of(TestService.BASE, ""));
        EcsService rolling = TestEcsService.wanted(TestService.of(TestService.BASE, ""), arns);
        EcsService recreate =
                TestEcsService.wanted(TestService.of(TestService.BASE, "deployment: {rolling: recreate}\n"), arns);

        assertThat(EcsServiceTranslator.update(rolling, recreate, scope, arns)
                        .orElseThrow()
                        .availabilityZoneRebalancingAsString())
                .isEqualTo("DISABLED");
        assertThat(EcsServiceTranslator.update(recreate, rolling, scope, arns)
                        .orElseThrow()
                        .availabilityZoneRebalancing())
                .isNull();
    }

    @Test
    void switchingBetweenLaunchTypeAndCapacityProvidersForcesNewTasksBothWays() {
        Scope scope = TestService.scope(TestService.of(TestService.BASE, ""));
        EcsService fargate = TestEcsService.wanted(TestService.of(TestService.BASE, ""), arns);
        EcsService spot = TestEcsService.wanted(TestService.of(TestService.BASE, "count: {spot: 1}\n"), arns);

        UpdateServiceRequest there =
                EcsServiceTranslator.update(fargate, spot, scope, arns).orElseThrow();
        assertThat(there.forceNewDeployment()).isTrue();
        assertThat(there.capacityProviderStrategy().get(0).capacityProvider()).isEqualTo("FARGATE_SPOT");
        UpdateServiceRequest back =
                EcsServiceTranslator.update(spot, fargate, scope, arns).orElseThrow();
        assertThat(back.forceNewDeployment()).isTrue();
        assertThat(back.hasCapacityProviderStrategy()).isTrue();
        assertThat(back.capacityProviderStrategy()).isEmpty();
    }

    @Test
    void whatIsTurnedOffIsSaidToBeOff() {
        Scope scope = TestService.scope(TestService.of(TestService.BASE, ""));
        EcsService with = TestEcsService.wanted(TestService.of(TestService.BASE, TestEcsService.EVERYTHING), arns);
        EcsService without = TestEcsService.wanted(TestService.of(TestService.BASE, ""), arns);

        UpdateServiceRequest request =
                EcsServiceTranslator.update(with, without, scope, arns).orElseThrow();

        assertThat(request.serviceConnectConfiguration().enabled()).isFalse();
        assertThat(request.enableExecuteCommand()).isFalse();
        assertThat(request.deploymentConfiguration().alarms().enable()).isFalse();
        assertThat(request.deploymentConfiguration().alarms().alarmNames()).isEmpty();
    }

    @Test
    void autoscalingsNumberIsRaisedButNeverLowered() {
        Scope scope = TestService.scope(TestService.of(TestService.BASE, ""));
        EcsService seven = TestEcsService.wanted(TestService.of(TestService.BASE, ""), arns)
                .withTasks(7, true);
        EcsService five = seven.withTasks(5, true);

        assertThat(EcsServiceTranslator.update(seven, five, scope, arns)).isEmpty();
        assertThat(EcsServiceTranslator.update(five, seven, scope, arns)
                        .orElseThrow()
                        .desiredCount())
                .isEqualTo(7);
        assertThat(EcsServiceTranslator.update(seven, seven.withTasks(2, false), scope, arns)
                        .orElseThrow()
                        .desiredCount())
                .isEqualTo(2);
    }

    @Test
    void withoutLoadBalancerThereIsNoGracePeriodToSpeakOf() {
        Service backend =
                TestService.service().of("name: fe\ntype: Backend Service\nimage: {location: nginx, port: 80}\n");
        EcsService web = TestEcsService.wanted(TestService.of(TestService.BASE, ""), arns);
        EcsService without = TestEcsService.wanted(backend, arns);

        UpdateServiceRequest request = EcsServiceTranslator.update(web, without, TestService.scope(backend), arns)
                .orElseThrow();

        assertThat(request.hasLoadBalancers()).isTrue();
        assertThat(request.loadBalancers()).isEmpty();
        assertThat(request.healthCheckGracePeriodSeconds()).isNull();
    }
}
