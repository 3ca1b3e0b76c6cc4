package dev.slipway.local.cli;

import dev.slipway.local.Endpoint;
import java.net.URI;
import java.util.Optional;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.cloudformation.CloudFormationClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.sfn.SfnClient;

/**
 * The AWS that a command talks to: an account, with the ordinary configuration of AWS tools; or what answers at an
 * endpoint, where an endpoint on this machine gets made-up credentials, never the user's own.
 */
record Aws(Optional<URI> endpoint) {
    private static final StaticCredentialsProvider MADE_UP =
            StaticCredentialsProvider.create(AwsBasicCredentials.create("local", "local"));

    S3Client s3() {
        // A bucket is a part of the path there: no name server knows bucket.127.0.0.1.
        return client(S3Client.builder().forcePathStyle(endpoint.isPresent()));
    }

    SfnClient stepFunctions() {
        return client(SfnClient.builder());
    }

    CloudFormationClient cloudFormation() {
        return client(CloudFormationClient.builder());
    }

    DynamoDbClient dynamoDb() {
        return client(DynamoDbClient.builder());
    }

    LambdaClient lambda() {
        return client(LambdaClient.builder());
    }

    /** Whether it runs on this machine: it is asked more often then, and answers are expected sooner. */
    boolean isLocal() {
        return endpoint.map(URI::getHost)
                .filter(host -> host.equals("localhost") || host.startsWith("127.") || host.equals("[::1]"))
                .isPresent();
    }

    private <B extends AwsSyncClientBuilder<B, C> & AwsClientBuilder<B, C>, C> C client(B builder) {
        endpoint.ifPresent(builder::endpointOverride);
        if (isLocal()) {
            builder.credentialsProvider(MADE_UP).region(Region.of(Endpoint.regionOf(System.getenv())));
        }
        return builder.httpClientBuilder(UrlConnectionHttpClient.builder()).build();
    }
}
