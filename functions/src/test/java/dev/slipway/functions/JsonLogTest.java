package dev.slipway.functions;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.Configurator.ExecutionStatus;
import ch.qos.logback.classic.spi.LoggingEvent;
import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.deployment.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import software.amazon.lambda.powertools.logging.internal.LoggingManager;
import software.amazon.lambda.powertools.logging.internal.LoggingManagerRegistry;

class JsonLogTest {
    private final LoggerContext context = new LoggerContext();
    private final Logger root = (Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME);
    private final Level level = root.getLevel();

    @AfterEach
    void asBefore() {
        root.setLevel(level);
    }

    @Test
    void anEventIsOneLineOfJson() throws IOException {
        Exception cause = new IllegalStateException("no \"such\"\nthing");
        Logger logger = context.getLogger("dev.slipway.Some");
        LoggingEvent event = new LoggingEvent(
                JsonLogTest.class.getName(),
                logger,
                Level.ERROR,
                "{} failed",
                new IllegalArgumentException("outer", cause),
                new Object[] {"a\nstep"});
        event.setMDCPropertyMap(Map.of("deployment", "test-web-1", "function_request_id", "r1"));

        String line = new String(JsonLog.encoder(context).encode(event), StandardCharsets.UTF_8);

        assertThat(line.strip()).doesNotContain("\n");
        JsonNode json = Json.MAPPER.readTree(line);
        assertThat(json.path("level").asText()).isEqualTo("ERROR");
        assertThat(json.path("loggerName").asText()).isEqualTo("dev.slipway.Some");
        assertThat(json.path("formattedMessage").asText()).isEqualTo("a\nstep failed");
        assertThat(json.path("timestamp").isNumber()).isTrue();
        assertThat(json.path("mdc").path("deployment").asText()).isEqualTo("test-web-1");
        assertThat(json.path("mdc").path("function_request_id").asText()).isEqualTo("r1");
        assertThat(json.path("throwable").path("message").asText()).isEqualTo("outer");
        assertThat(json.path("throwable").path("stepArray")).isNotEmpty();
        assertThat(json.path("throwable").path("cause").path("message").asText())
                .isEqualTo("no \"such\"\nthing");
    }

    @Test
    void theSdkTellsNothingOfItsRequests() {
        assertThat(new JsonLog().configure(context)).isEqualTo(ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY);

        assertThat(context.getLogger("dev.slipway").getEffectiveLevel()).isEqualTo(Level.INFO);
        assertThat(context.getLogger("software.amazon.awssdk.request").isInfoEnabled())
                .isFalse();
    }

    @Test
    void powertoolsSetsTheLevelButNotThatOfTheSdk() {
        LoggingManager levels = LoggingManagerRegistry.getLoggingManager();

        levels.setLogLevel(org.slf4j.event.Level.DEBUG);

        org.slf4j.Logger ours = LoggerFactory.getLogger("dev.slipway.functions");
        assertThat(levels).isInstanceOf(JsonLog.Levels.class);
        assertThat(levels.getLogLevel(ours)).isEqualTo(org.slf4j.event.Level.DEBUG);
        assertThat(ours.isDebugEnabled()).isTrue();
        assertThat(LoggerFactory.getLogger("software.amazon.awssdk.request").isInfoEnabled())
                .isFalse();
    }
}
