package dev.slipway.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.aws.ServiceId;
import dev.slipway.environment.EcrImage;
import dev.slipway.environment.EnvironmentBuilder;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UsesTest {
    private static final ServiceId WEB = new ServiceId("demo", "test", "web");
    private static final ServiceId API = new ServiceId("demo", "test", "api");

    private final FakeTable table = new FakeTable();
    private final Uses uses = new Uses(table.client, "table");

    @Test
    void whatIsNoLongerUsedIsForgotten() {
        uses.set(WEB, List.of("secret a", "secret b"));
        uses.set(API, List.of("secret a"));

        uses.set(WEB, List.of("secret b", "secret c"));

        assertThat(uses.services("secret a")).containsExactly("test/api");
        assertThat(uses.services("secret b")).containsExactly("test/web");
        assertThat(uses.services("secret c")).containsExactly("test/web");
    }

    @Test
    void aRemovedServiceLeavesNothing() {
        uses.set(WEB, List.of("secret a", "secret b"));

        uses.set(WEB, List.of());

        assertThat(table.items).isEmpty();
    }

    @Test
    void aDeploymentMakesGoodATableThatWasLost() {
        uses.set(WEB, List.of("secret a"));
        table.items.clear();

        uses.set(WEB, List.of("secret a"));

        assertThat(uses.services("secret a")).containsExactly("test/web");
    }

    @Test
    void aServiceMayUseMoreThanOneTransactionTakes() {
        List<String> many = IntStream.range(0, 130).mapToObj(i -> "secret " + i).toList();

        uses.set(WEB, many);

        assertThat(many).allMatch(use -> uses.services(use).equals(List.of("test/web")));
    }

    /** An empty second column: nothing that changes under the service. */
    @ParameterizedTest
    @CsvSource({
        "DB_PASSWORD, parameter DB_PASSWORD",
        "/demo/test/key, parameter /demo/test/key",
        "/demo/test/key:3,",
        "arn:aws:ssm:eu-west-1:111122223333:parameter/demo/test/key, parameter /demo/test/key",
        "arn:aws:ssm:eu-west-1:111122223333:parameter/KEY, parameter KEY",
        "arn:aws:ssm:eu-central-1:111122223333:parameter/KEY,",
        "arn:aws:secretsmanager:eu-west-1:111122223333:secret:demo/db-a1B2c3, secret demo/db",
        "arn:aws:secretsmanager:eu-west-1:111122223333:secret:demo/db-a1B2c3:password::, secret demo/db",
        "arn:aws:secretsmanager:eu-west-1:111122223333:secret:demo/db-a1B2c3:password:AWSPREVIOUS:,",
        "arn:aws:secretsmanager:eu-west-1:111122223333:secret:demo/db-a1B2c3:::some-version,",
        "arn:aws:secretsmanager:eu-west-1:999999999999:secret:demo/db-a1B2c3,",
        "/aws/reference/secretsmanager/demo/db, secret demo/db"
    })
    void aSecretIsKnownByTheNameThatItsEventsHave(String valueFrom, String use) {
        assertThat(Use.all(
                        List.of(),
                        List.of(valueFrom),
                        EnvironmentBuilder.environment().build()))
                .isEqualTo(use == null ? java.util.Set.of() : java.util.Set.of(use));
    }

    @ParameterizedTest
    @CsvSource({
        "111122223333.dkr.ecr.eu-west-1.amazonaws.com/base/nginx, latest",
        "111122223333.dkr.ecr.eu-west-1.amazonaws.com/base/nginx:1.27, 1.27",
        "111122223333.dkr.ecr.eu-west-1.amazonaws.com/base/nginx@sha256:abc,",
        "111122223333.dkr.ecr.eu-west-1.amazonaws.com/base/nginx:1.27@sha256:abc,",
        "public.ecr.aws/nginx/nginx:1.27,",
        "nginx,"
    })
    void onlyATagOfAPrivateRegistryCanBePushed(String reference, String tag) {
        assertThat(EcrImage.parse(reference).map(EcrImage::tag).orElse(null)).isEqualTo(tag);
    }
}
