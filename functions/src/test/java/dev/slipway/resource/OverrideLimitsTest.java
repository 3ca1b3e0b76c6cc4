package dev.slipway.resource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OverrideLimitsTest {
    private static final String ROLE = "arn:aws:iam::123456789123:role/";

    private static void refused(String manifest, String message) {
        assertThatThrownBy(() -> TaskDefinitionTemplate.content(TestService.of(TestService.BASE, manifest)))
                .asInstanceOf(InstanceOfAssertFactories.type(OverrideException.class))
                .satisfies(e -> assertThat(e.getMessage()).contains(message));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                ROLE + "my-app-test-other-TaskRole",
                ROLE + "my-app-test-EnvManagerRole",
                ROLE + "admin",
                "arn:aws:iam::999999999999:role/my-app-test-fe-TaskRole",
                "my-app-test-other-TaskRole"
            })
    void noOverrideGivesTheTasksAnotherRole(String role) {
        String override = "taskdef_overrides:\n  - {path: Cpu, value: 512}\n  - {path: %s, value: '%s'}\n";

        refused(
                override.formatted("TaskRoleArn", role),
                "the service's own, my-app-test-fe-TaskRole; attach managed policies to it");
        refused(
                override.formatted("ExecutionRoleArn", role),
                "the service's own, my-app-test-fe-ExecutionRole; it may read what the manifest names");
    }

    @Test
    void anOverrideThatIsRefusedIsNamed() {
        assertThatThrownBy(() -> TaskDefinitionTemplate.content(TestService.of(
                        TestService.BASE,
                        "taskdef_overrides:\n  - {path: Cpu, value: 512}\n  - {path: TaskRoleArn, value: x}\n")))
                .isInstanceOfSatisfying(
                        OverrideException.class, e -> assertThat(e.index).isEqualTo(1));
    }

    @Test
    void noOverrideSaysThatTheTaskDefinitionIsAnothers() {
        refused(
                "taskdef_overrides:\n  - {path: 'Tags[-]', value: {Key: copilot-service, Value: other}}\n",
                "cannot change the tag copilot-service");
    }

    @Test
    void noOverrideWritesIntoAnotherServicesLog() {
        String override =
                "taskdef_overrides:\n  - {path: 'ContainerDefinitions[0].LogConfiguration.Options.awslogs-group', value: %s}\n";

        refused(override.formatted("/copilot/my-app-test-other"), "log group /copilot/my-app-test-other of another");
        assertThatCode(() -> TaskDefinitionTemplate.content(
                        TestService.of(TestService.BASE, override.formatted("/company/audit"))))
                .doesNotThrowAnyException();
    }

    @Test
    void theEnvironmentsFileSystemIsMountedThroughTheOwnAccessPointOnly() {
        String file = "{Name: all, EFSVolumeConfiguration: {FilesystemId: fs-managed, RootDirectory: /}}";

        refused(
                "taskdef_overrides:\n  - {path: 'Volumes[-]', value: " + file + "}\n",
                "other services have their files");
        refused("storage: {volumes: {all: {path: /all, efs: {id: fs-managed}}}}\n", "other services have their files");
        refused(
                "storage: {volumes: {all: {path: /all, efs: {id: fs-managed, auth: {iam: true, access_point_id: fsap-other}}}}}\n",
                "other services have their files");
        assertThatCode(() -> TaskDefinitionTemplate.content(
                        TestService.of(TestService.BASE, "storage: {volumes: {own: {path: /own, efs: true}}}\n")))
                .doesNotThrowAnyException();
    }
}
