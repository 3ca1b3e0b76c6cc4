package dev.slipway.deployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.doReturn;

import dev.slipway.aws.Mocks;
import dev.slipway.environment.Answer;
import dev.slipway.environment.Certificates;
import dev.slipway.environment.EnvironmentBuilder;
import dev.slipway.manifest.ManifestReader;
import dev.slipway.manifest.Problem;
import dev.slipway.manifest.Reading;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.acm.AcmClient;
import software.amazon.awssdk.services.acm.model.CertificateSummary;
import software.amazon.awssdk.services.acm.model.ListCertificatesRequest;
import software.amazon.awssdk.services.acm.model.ListCertificatesResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.ElasticLoadBalancingV2Client;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeListenerCertificatesRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeListenerCertificatesResponse;

class AliasCertificatesTest {
    private static final Instant NOW = Instant.parse("2026-11-22T18:00:00Z");

    private final AcmClient acm = Mocks.client(AcmClient.class);
    private final ElasticLoadBalancingV2Client elb = Mocks.client(ElasticLoadBalancingV2Client.class);

    @BeforeEach
    void theListenerHasNone() {
        doReturn(DescribeListenerCertificatesResponse.builder().build())
                .when(elb)
                .describeListenerCertificates(any(DescribeListenerCertificatesRequest.class));
    }

    @Test
    void anAliasThatNoCertificateCoversIsReportedWithTheCommandThatRequestsOne() {
        issued("b.example.org", Duration.ofDays(200));

        Answer<List<String>> answer = find("[b.example.org, a.example.com]");

        assertThat(answer.value()).containsExactly("arn:b.example.org");
        assertThat(answer.problems())
                .extracting(Problem::code, Problem::path, Problem::line, Problem::column, Problem::isError)
                .containsExactly(tuple("no-certificate", "http.alias[1]", 4, 40, true));
        assertThat(answer.problems().get(0).hint().orElseThrow())
                .contains("aws acm request-certificate --domain-name a.example.com");
    }

    @Test
    void aCertificateThatEndsSoonIsWarnedOf() {
        issued("a.example.com", Duration.ofDays(31));
        assertThat(find("a.example.com").problems()).isEmpty();

        issued("a.example.com", Duration.ofDays(29));
        assertThat(find("a.example.com").problems())
                .extracting(Problem::code, Problem::path, Problem::isError)
                .containsExactly(tuple("certificate-expires", "http.alias", false));
    }

    @Test
    void aCertificateThatHasEndedIsAnError() {
        issued("*.example.com", Duration.ofSeconds(-1));

        assertThat(find("a.example.com").problems())
                .extracting(Problem::code, Problem::isError)
                .containsExactly(tuple("certificate-expired", true));
    }

    private void issued(String name, Duration left) {
        doReturn(ListCertificatesResponse.builder()
                        .certificateSummaryList(CertificateSummary.builder()
                                .certificateArn("arn:" + name)
                                .domainName(name)
                                .subjectAlternativeNameSummaries(name)
                                .hasAdditionalSubjectAlternativeNames(false)
                                .notAfter(NOW.plus(left))
                                .build())
                        .build())
                .when(acm)
                .listCertificates(any(ListCertificatesRequest.class));
    }

    private Answer<List<String>> find(String alias) {
        String text = "name: api\ntype: Load Balanced Web Service\nimage: {location: nginx, port: 80}\n"
                + "http: {path: /, alias: " + alias + "}\n";
        Reading reading = ManifestReader.read(text, "demo", "test", Map.of());
        return new AliasCertificates(new Certificates(acm, elb), Clock.fixed(NOW, ZoneOffset.UTC))
                .find(
                        reading,
                        reading.manifest().orElseThrow(),
                        Optional.of(EnvironmentBuilder.loadBalancer("public", true)));
    }
}
