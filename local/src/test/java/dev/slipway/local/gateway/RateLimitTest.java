package dev.slipway.local.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class RateLimitTest {
    private final AtomicLong nanos = new AtomicLong();
    private final RateLimit limit = new RateLimit(call -> true, 2, 4, nanos::get);

    @Test
    void aBucketGivesWhatItHoldsAndThenWhatComesBack() {
        assertThat(limit.admits()).isTrue();
        assertThat(limit.admits()).isTrue();
        assertThat(limit.admits()).isFalse();

        nanos.addAndGet(250_000_000);
        assertThat(limit.admits()).isTrue();
        assertThat(limit.admits()).isFalse();
        assertThat(limit.refused()).isEqualTo(2);
    }

    @Test
    void aBucketHoldsNoMoreThanItsSize() {
        nanos.addAndGet(60_000_000_000L);
        assertThat(limit.admits()).isTrue();
        assertThat(limit.admits()).isTrue();
        assertThat(limit.admits()).isFalse();
    }
}
