package dev.slipway.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import java.io.IOException;
import java.net.ConnectException;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.iam.IamClient;

class RehearsalTest {
    private final SdkHttpClient real = mock(SdkHttpClient.class);
    private final AwsCredentialsProvider identity = mock(AwsCredentialsProvider.class);
    private final Rehearsal rehearsal = new Rehearsal(real, identity);
    private final List<String> hosts = new ArrayList<>();

    @BeforeEach
    void nothingAnswers() throws IOException {
        ExecutableHttpRequest refused = mock(ExecutableHttpRequest.class);
        when(refused.call()).thenThrow(new IOException("refused"));
        when(real.prepareRequest(any())).thenAnswer(call -> {
            hosts.add(call.<HttpExecuteRequest>getArgument(0).httpRequest().host());
            return refused;
        });
        when(identity.resolveCredentials()).thenReturn(AwsBasicCredentials.create("id", "secret"));
    }

    private EcsClient ecs() {
        return EcsClient.builder()
                .region(Region.EU_WEST_1)
                .httpClient(rehearsal)
                .credentialsProvider(rehearsal::credentials)
                .build();
    }

    @Test
    void nothingLeavesTheProcessAndNobodysCredentialsAreAskedFor() {
        List<AwsCredentials> credentials = new ArrayList<>();
        try (EcsClient ecs = ecs();
                IamClient iam = IamClient.builder()
                        .region(Region.AWS_GLOBAL)
                        .httpClient(rehearsal)
                        .credentialsProvider(rehearsal::credentials)
                        .build()) {
            rehearsal.of(
                    () -> {
                        assertThat(ecs.describeServices(r -> r.services("x")).services())
                                .isEmpty();
                        assertThat(iam.listRolePolicies(r -> r.roleName("x")).policyNames())
                                .isEmpty();
                        credentials.add(rehearsal.credentials());
                    },
                    Map.of());
        }

        assertThat(hosts).as("HTTP and HTTPS").containsExactly("127.0.0.1", "127.0.0.1");
        assertThat(credentials.get(0).accessKeyId()).isEqualTo("rehearsal");
        assertThat(rehearsal.credentials().accessKeyId()).as("afterwards").isEqualTo("id");
    }

    @Test
    void whatIsToBeFoundIsFoundByTheNameOfTheOperationOnly() {
        try (EcsClient ecs = ecs()) {
            rehearsal.of(
                    () -> {
                        assertThat(ecs.describeServices(r -> r.services("x")).services())
                                .hasSize(1);
                        assertThat(ecs.describeTasks(r -> r.tasks("x")).tasks()).isEmpty();
                    },
                    Map.of(".DescribeServices", "{\"services\": [{}]}"));
        }
    }

    @Test
    void nobodysCredentialsAreLookedUpBeforeTheFirstCall() {
        rehearsal.of(rehearsal::credentials, Map.of());
        verify(identity, never()).resolveCredentials();

        rehearsal.credentials();

        verify(identity).resolveCredentials();
    }

    /** As SnapStart wants it: what is connected before a snapshot is not connected after it. */
    @Test
    void theRealClientIsRehearsedWithAnAnswerOfThisProcessAndNothingIsLeftOpen() throws IOException {
        List<HttpURLConnection> connections = new ArrayList<>();
        Rehearsal throughTheNetwork = new Rehearsal(
                UrlConnectionHttpClient.create(uri -> {
                    HttpURLConnection connection = Clients.connection(uri);
                    connections.add(connection);
                    return connection;
                }),
                identity);

        throughTheNetwork.of(() -> {}, Map.of());

        assertThat(connections).hasSize(2);
        HttpURLConnection answered = connections.get(0);
        assertThat(answered.getResponseCode()).isEqualTo(200);
        assertThat(answered.getHeaderField("Connection")).isEqualTo("close");
        assertThatThrownBy(() -> new Socket(
                        InetAddress.getLoopbackAddress(), answered.getURL().getPort()))
                .isInstanceOf(ConnectException.class);
    }

    @Test
    void afterwardsCallsAreMadeAgainEvenIfItFailed() {
        try {
            rehearsal.of(
                    () -> {
                        throw new IllegalStateException("too early");
                    },
                    Map.of());
        } catch (IllegalStateException e) {
            hosts.clear();
        }
        rehearsal.prepareRequest(HttpExecuteRequest.builder()
                .request(software.amazon.awssdk.http.SdkHttpRequest.builder()
                        .method(software.amazon.awssdk.http.SdkHttpMethod.GET)
                        .uri(java.net.URI.create("https://ecs.eu-west-1.amazonaws.com/"))
                        .build())
                .build());

        assertThat(hosts).containsExactly("ecs.eu-west-1.amazonaws.com");
    }
}
