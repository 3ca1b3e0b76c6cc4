package dev.slipway.functions;

import ch.qos.logback.classic.LoggerContext;
import org.slf4j.ILoggerFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;
import software.amazon.lambda.powertools.logging.internal.LoggingManager;

/**
 * How Powertools sets and reads the log's level, which it has from {@code POWERTOOLS_LOG_LEVEL}. Found as a service, as that of
 * powertools-logging-logback would be. The AWS SDK's level stays what {@link JsonLog} says, whatever is asked for.
 */
public final class LogLevels implements LoggingManager {
    @Override
    public void setLogLevel(Level level) {
        ILoggerFactory log = LoggerFactory.getILoggerFactory();
        if (log instanceof LoggerContext logback) {
            logback.getLogger(Logger.ROOT_LOGGER_NAME)
                    .setLevel(ch.qos.logback.classic.Level.convertAnSLF4JLevel(level));
        }
    }

    @Override
    public Level getLogLevel(Logger logger) {
        if (logger.isTraceEnabled()) {
            return Level.TRACE;
        }
        if (logger.isDebugEnabled()) {
            return Level.DEBUG;
        }
        if (logger.isInfoEnabled()) {
            return Level.INFO;
        }
        return logger.isWarnEnabled() ? Level.WARN : Level.ERROR;
    }
}
