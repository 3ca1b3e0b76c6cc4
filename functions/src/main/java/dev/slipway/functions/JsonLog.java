package dev.slipway.functions;

import ch.qos.logback.classic.ClassicConstants;
import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.JsonEncoder;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.spi.ContextAwareBase;
import org.slf4j.LoggerFactory;
import software.amazon.lambda.powertools.logging.internal.LoggingManager;

/**
 * The functions' log: a line of JSON on the standard output for each event, with what Powertools knows of the invocation
 * under {@code mdc}. Code and not a file, since to read that would cost each cold start a hundred classes more; found by
 * logback as a service.
 *
 * @see <a href="https://logback.qos.ch/manual/encoders.html">logback's encoders</a>
 */
public final class JsonLog extends ContextAwareBase implements Configurator {

    /** Leaves it to a configuration file where there is one: the command has its own. */
    @Override
    public ExecutionStatus configure(LoggerContext context) {
        if (System.getProperty(ClassicConstants.CONFIG_FILE_PROPERTY) != null) {
            return ExecutionStatus.INVOKE_NEXT_IF_ANY;
        }
        ConsoleAppender<ILoggingEvent> out = new ConsoleAppender<>();
        out.setContext(context);
        out.setEncoder(encoder(context));
        out.start();
        Logger root = context.getLogger(Logger.ROOT_LOGGER_NAME);
        root.setLevel(Level.INFO);
        root.addAppender(out);
        // The SDK's own requests and responses can hold what users keep secret.
        context.getLogger("software.amazon.awssdk").setLevel(Level.WARN);
        return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
    }

    static JsonEncoder encoder(LoggerContext context) {
        JsonEncoder encoder = new JsonEncoder();
        encoder.setContext(context);
        encoder.setWithSequenceNumber(false);
        encoder.setWithNanoseconds(false);
        encoder.setWithContext(false);
        encoder.setWithMessage(false);
        encoder.setWithArguments(false);
        encoder.setWithFormattedMessage(true);
        encoder.start();
        return encoder;
    }

    /**
     * Lets Powertools set the level ({@code POWERTOOLS_LOG_LEVEL}), as its own module for logback would; see
     * docs/adr/0011-logback.md. Never that of the AWS SDK.
     */
    public static final class Levels implements LoggingManager {
        @Override
        public void setLogLevel(org.slf4j.event.Level level) {
            logger(Logger.ROOT_LOGGER_NAME).setLevel(Level.convertAnSLF4JLevel(level));
        }

        @Override
        public org.slf4j.event.Level getLogLevel(org.slf4j.Logger logger) {
            return org.slf4j.event.Level.valueOf(
                    logger(logger.getName()).getEffectiveLevel().toString());
        }

        private static Logger logger(String name) {
            return (Logger) LoggerFactory.getLogger(name);
        }
    }
}
