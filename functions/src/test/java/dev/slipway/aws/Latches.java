package dev.slipway.aws;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Waiting for what other threads of a test do. */
public final class Latches {
    private Latches() {}

    /** Whether the others have come to it, too, before anybody would give up. */
    public static boolean reaches(CountDownLatch latch) {
        try {
            return latch.await(10, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
