package dev.slipway.local.cli;

import java.time.Duration;

/**
 * How often a deployment is looked at, and how long it may be silent.
 *
 * @param tick between two drawings of the progress
 * @param read between two looks at the status
 * @param check between two looks at the execution behind it
 * @param reaction until something must have reacted to an upload
 * @param recovery until the outcome of an execution that was stopped must be there
 */
record Pace(Duration tick, Duration read, Duration check, Duration reaction, Duration recovery) {
    static final Pace LOCAL = new Pace(
            Duration.ofMillis(100),
            Duration.ofMillis(200),
            Duration.ofSeconds(2),
            Duration.ofSeconds(60),
            Duration.ofSeconds(40));

    static final Pace ACCOUNT = new Pace(
            Duration.ofMillis(100),
            // Seen within a second of being written; $0.0004 buys a thousand looks, which are more than eight minutes.
            Duration.ofMillis(500),
            Duration.ofSeconds(5),
            Duration.ofMinutes(2),
            Duration.ofMinutes(5));

    static Pace of(Aws aws) {
        return aws.isLocal() ? LOCAL : ACCOUNT;
    }
}
