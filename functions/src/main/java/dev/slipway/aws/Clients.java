package dev.slipway.aws;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProviderChain;
import software.amazon.awssdk.auth.credentials.ContainerCredentialsProvider;
import software.amazon.awssdk.auth.credentials.EnvironmentVariableCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.http.SdkHttpConfigurationOption;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;

/**
 * Every AWS client is built the same way: the JDK's own HTTP client, region and credentials from the environment, and
 * the SDK's standard retries (full jitter). {@code AWS_ENDPOINT_URL} leads all of them elsewhere.
 */
public final class Clients {
    private static final Logger LOG = LoggerFactory.getLogger(Clients.class);
    private static final Rehearsal HTTP =
            new Rehearsal(UrlConnectionHttpClient.create(Clients::connection), credentials());
    private static final int ATTEMPTS = 6;

    private Clients() {}

    /**
     * Makes a connection as the SDK's own client does, with the same timeouts. The SDK, however, makes one TLS context for all
     * connections at once, which reads the whole trust store: 50 ms of a cold start, also where the endpoint has no TLS. The
     * JDK's is made with the first connection that needs it.
     *
     * @see <a href="https://sdk.amazonaws.com/java/api/latest/software/amazon/awssdk/http/SdkHttpConfigurationOption.html">Defaults</a>
     */
    static HttpURLConnection connection(URI uri) {
        try {
            HttpURLConnection connection = (HttpURLConnection) uri.toURL().openConnection();
            connection.setConnectTimeout(millis(SdkHttpConfigurationOption.CONNECTION_TIMEOUT));
            connection.setReadTimeout(millis(SdkHttpConfigurationOption.READ_TIMEOUT));
            return connection;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int millis(SdkHttpConfigurationOption<Duration> option) {
        return Math.toIntExact(
                SdkHttpConfigurationOption.GLOBAL_HTTP_DEFAULTS.get(option).toMillis());
    }

    /**
     * The two places where Lambda puts them; those of containers are SnapStart's. Nothing is looked up before the first call.
     *
     * @see <a href="https://docs.aws.amazon.com/lambda/latest/dg/snapstart-activate.html#snapstart-credentials">SnapStart</a>
     */
    private static AwsCredentialsProvider credentials() {
        return AwsCredentialsProviderChain.of(
                EnvironmentVariableCredentialsProvider.create(), ContainerCredentialsProvider.create());
    }

    /** @param builder such as {@code EcsClient.builder()} */
    public static <B extends AwsSyncClientBuilder<B, C> & AwsClientBuilder<B, C>, C> C client(B builder) {
        return builder.httpClient(HTTP)
                .credentialsProvider(HTTP::credentials)
                .overrideConfiguration(ClientOverrideConfiguration.builder()
                        .retryStrategy(b -> b.maxAttempts(ATTEMPTS))
                        .build())
                .build();
    }

    /**
     * Goes through work without making any of its AWS calls, see {@link Rehearsal}; to be called before a snapshot is taken.
     * That it fails is nothing, since the answers are not what it expects.
     *
     * @param bodies of answers that are not to be empty, by a part of the request's path or of its {@code X-Amz-Target}
     */
    public static void rehearse(Runnable work, Map<String, String> bodies) {
        try {
            HTTP.of(work, bodies);
        } catch (RuntimeException e) {
            LOG.debug("The rehearsal ended early", e);
        }
    }

    /** For the services that have one endpoint per partition (IAM, Route 53). */
    public static <B extends AwsSyncClientBuilder<B, C> & AwsClientBuilder<B, C>, C> C globalClient(
            B builder, String partition) {
        return client(builder.region(
                switch (partition) {
                    case "aws-cn" -> Region.AWS_CN_GLOBAL;
                    case "aws-us-gov" -> Region.AWS_US_GOV_GLOBAL;
                    default -> Region.AWS_GLOBAL;
                }));
    }
}
