package dev.slipway.aws;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.HttpURLConnection;
import java.net.URI;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.http.SdkHttpConfigurationOption;

class ClientsTest {
    @Test
    void aConnectionGivesUpWhenTheSdksOwnWould() {
        HttpURLConnection connection = Clients.connection(URI.create("http://127.0.0.1:9/"));

        assertThat(Duration.ofMillis(connection.getConnectTimeout()))
                .isEqualTo(SdkHttpConfigurationOption.GLOBAL_HTTP_DEFAULTS.get(
                        SdkHttpConfigurationOption.CONNECTION_TIMEOUT))
                .isPositive();
        assertThat(Duration.ofMillis(connection.getReadTimeout()))
                .isEqualTo(SdkHttpConfigurationOption.GLOBAL_HTTP_DEFAULTS.get(SdkHttpConfigurationOption.READ_TIMEOUT))
                .isPositive();
    }
}
