package dev.slipway.functions;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.LoggerContext;
import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.deployment.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.ServiceLoader;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.MDC;
import org.slf4j.event.Level;
import software.amazon.lambda.powertools.logging.internal.LoggingManager;

class JsonLogTest {
    private final PrintStream console = System.out;
    private final ByteArrayOutputStream written = new ByteArrayOutputStream();
    private final LoggerContext log = new LoggerContext();

    @BeforeEach
    void aLog() {
        System.setOut(new PrintStream(written, true, StandardCharsets.UTF_8));
        log.setMDCAdapter(((LoggerContext) org.slf4j.LoggerFactory.getILoggerFactory()).getMDCAdapter());
        new JsonLog().configure(log);
    }

    @AfterEach
    void noLog() {
        System.setOut(console);
        MDC.clear();
    }

    @Test
    void aLineIsOneObjectWithLevelTimeLoggerMessageAndWhatTheDeploymentIs() throws IOException {
        MDC.put("deployment", "demo-1");
        log.getLogger("dev.slipway.x").info("{} done:\n{}", "apply", "\"ok\"");

        JsonNode line = line();
        assertThat(line.path("level").asText()).isEqualTo("INFO");
        assertThat(Instant.parse(line.path("timestamp").asText())).isBeforeOrEqualTo(Instant.now());
        assertThat(line.path("loggerName").asText()).isEqualTo("dev.slipway.x");
        assertThat(line.path("formattedMessage").asText()).isEqualTo("apply done:\n\"ok\"");
        assertThat(line.path("mdc").path("deployment").asText()).isEqualTo("demo-1");
    }

    @Test
    void anExceptionIsWholeAndStillOneLine() throws IOException {
        log.getLogger("x").error("The step failed", new IllegalStateException("a\nb", new IOException("cause")));

        JsonNode thrown = line().path("throwable");
        assertThat(thrown.path("className").asText()).isEqualTo(IllegalStateException.class.getName());
        assertThat(thrown.path("message").asText()).isEqualTo("a\nb");
        assertThat(thrown.findValuesAsText("methodName"))
                .contains("anExceptionIsWholeAndStillOneLine")
                .hasSizeGreaterThan(3);
        assertThat(thrown.path("cause").path("message").asText()).isEqualTo("cause");
    }

    @Test
    void whatTheSdkSaysOfItsRequestsIsNeverLogged() {
        Logger sdk = log.getLogger("software.amazon.awssdk.request");
        sdk.info("Sending Request: secret");
        assertThat(written.size()).isZero();
        sdk.warn("a warning");
        assertThat(written.size()).isPositive();
    }

    @Test
    void powertoolsFindsWhatSetsTheLevelAndTheSdkKeepsItsOwn() {
        List<LoggingManager> found = ServiceLoader.load(LoggingManager.class).stream()
                .map(ServiceLoader.Provider::get)
                .toList();
        assertThat(found).singleElement().isInstanceOf(LogLevels.class);
        LoggingManager levels = found.get(0);
        Logger ours = org.slf4j.LoggerFactory.getLogger("dev.slipway.x");
        Logger sdk = org.slf4j.LoggerFactory.getLogger("software.amazon.awssdk.request");
        try {
            levels.setLogLevel(Level.DEBUG);
            assertThat(levels.getLogLevel(ours)).isEqualTo(Level.DEBUG);
            assertThat(levels.getLogLevel(sdk)).isEqualTo(Level.WARN);
        } finally {
            levels.setLogLevel(Level.INFO);
        }
        assertThat(levels.getLogLevel(ours)).isEqualTo(Level.INFO);
    }

    private JsonNode line() throws IOException {
        String text = written.toString(StandardCharsets.UTF_8);
        assertThat(text).endsWith("\n");
        assertThat(text.lines()).hasSize(1);
        return Json.MAPPER.readTree(text);
    }
}
