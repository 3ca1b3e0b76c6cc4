package dev.slipway.functions;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.JsonEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** The log of a function: one JSON object a line on the standard output. */
public final class JsonLog extends ConsoleLog {
    public JsonLog() {
        super(new Line(), "System.out", Level.INFO);
    }

    @Override
    public ExecutionStatus configure(LoggerContext log) {
        // The SDK's own requests and responses can hold what users keep secret.
        log.getLogger("software.amazon.awssdk").setLevel(Level.WARN);
        return super.configure(log);
    }

    /**
     * Logback's own, with the time as Lambda wants it: it takes every line without an RFC 3339 time for one of level INFO.
     *
     * @see <a href="https://docs.aws.amazon.com/lambda/latest/dg/monitoring-cloudwatchlogs-log-level.html">Log-level
     *     filtering</a>
     */
    static final class Line extends JsonEncoder {
        Line() {
            setWithTimestamp(false);
            setWithNanoseconds(false);
            setWithSequenceNumber(false);
            setWithContext(false);
            setWithMessage(false);
            setWithArguments(false);
            setWithFormattedMessage(true);
        }

        @Override
        public byte[] encode(ILoggingEvent event) {
            byte[] object = super.encode(event);
            ByteArrayOutputStream line = new ByteArrayOutputStream(object.length + 48);
            line.writeBytes(("{\"timestamp\":\"" + event.getInstant() + "\",").getBytes(StandardCharsets.UTF_8));
            line.write(object, 1, object.length - 1);
            return line.toByteArray();
        }
    }
}
