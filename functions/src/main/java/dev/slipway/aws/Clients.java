package dev.slipway.aws;

import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;

/**
 * Every AWS client is built the same way: the JDK's own HTTP client, region and credentials from the environment, and
 * the SDK's standard retries (full jitter). {@code AWS_ENDPOINT_URL} leads all of them elsewhere.
 */
public final class Clients {
    private static final SdkHttpClient HTTP = UrlConnectionHttpClient.create();
    private static final int ATTEMPTS = 6;

    private Clients() {}

    /** @param builder such as {@code EcsClient.builder()} */
    public static <B extends AwsSyncClientBuilder<B, C> & AwsClientBuilder<B, C>, C> C client(B builder) {
        return builder.httpClient(HTTP)
                .overrideConfiguration(ClientOverrideConfiguration.builder()
                        .retryStrategy(b -> b.maxAttempts(ATTEMPTS))
                        .build())
                .build();
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
