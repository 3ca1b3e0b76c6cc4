package dev.slipway.functions;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.encoder.Encoder;
import ch.qos.logback.core.spi.ContextAwareBase;

/**
 * Everything goes to one console. Found by logback as a service; code and not XML, since reading that would cost every cold
 * start some hundred classes more.
 */
public abstract class ConsoleLog extends ContextAwareBase implements Configurator {
    private final Encoder<ILoggingEvent> line;
    private final String target;
    private final Level level;

    /**
     * @param target {@code System.out} or {@code System.err}
     * @param level of all loggers but those that {@link #configure(LoggerContext)} of a subclass sets
     */
    protected ConsoleLog(Encoder<ILoggingEvent> line, String target, Level level) {
        this.line = line;
        this.target = target;
        this.level = level;
    }

    @Override
    public ExecutionStatus configure(LoggerContext log) {
        line.setContext(log);
        line.start();
        ConsoleAppender<ILoggingEvent> output = new ConsoleAppender<>();
        output.setContext(log);
        output.setEncoder(line);
        output.setTarget(target);
        output.start();
        Logger root = log.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        root.setLevel(level);
        root.addAppender(output);
        return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
    }
}
