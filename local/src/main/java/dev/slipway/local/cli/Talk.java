package dev.slipway.local.cli;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ConfiguratorRank;
import dev.slipway.functions.ConsoleLog;

/**
 * The log of the command and of the local AWS, in place of the functions' own: their JSON on the standard output would stand
 * among the results.
 */
@ConfiguratorRank(ConfiguratorRank.CUSTOM_NORMAL_PRIORITY)
public final class Talk extends ConsoleLog {
    public Talk() {
        super(message(), "System.err", Level.ERROR);
    }

    private static PatternLayoutEncoder message() {
        PatternLayoutEncoder message = new PatternLayoutEncoder();
        message.setPattern("%msg%n");
        return message;
    }

    @Override
    public ExecutionStatus configure(LoggerContext log) {
        log.getLogger("dev.slipway.local").setLevel(Level.INFO);
        return super.configure(log);
    }
}
