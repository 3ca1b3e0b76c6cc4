package dev.slipway.environment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.doAnswer;
import static org.mockito.Mockito.doReturn;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.times;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.verifyNoInteractions;

import dev.slipway.environment.Certificates.Choice;
import dev.slipway.environment.Certificates.Coverage;
import dev.slipway.environment.Certificates.Issued;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.mockito.Answers;
import org.mockito.ArgumentCaptor;
import software.amazon.awssdk.services.acm.AcmClient;
import software.amazon.awssdk.services.acm.model.CertificateDetail;
import software.amazon.awssdk.services.acm.model.CertificateSummary;
import software.amazon.awssdk.services.acm.model.DescribeCertificateRequest;
import software.amazon.awssdk.services.acm.model.DescribeCertificateResponse;
import software.amazon.awssdk.services.acm.model.KeyAlgorithm;
import software.amazon.awssdk.services.acm.model.ListCertificatesRequest;
import software.amazon.awssdk.services.acm.model.ListCertificatesResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.ElasticLoadBalancingV2Client;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Certificate;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeListenerCertificatesRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeListenerCertificatesResponse;

class CertificatesTest {
    private static final Instant SOON = Instant.parse("2026-12-01T00:00:00Z");
    private static final Instant LATER = Instant.parse("2027-12-01T00:00:00Z");

    private final AcmClient acm = mock(AcmClient.class, Answers.CALLS_REAL_METHODS);
    private final ElasticLoadBalancingV2Client elb =
            mock(ElasticLoadBalancingV2Client.class, Answers.CALLS_REAL_METHODS);
    private final Certificates certificates = new Certificates(acm, elb);

    @Test
    void theExactNameWinsOverTheWildcard() {
        assertThat(chosen(Set.of(), issued("wild", LATER, "*.example.com"), issued("exact", SOON, "api.example.com")))
                .isEqualTo("exact");
    }

    @Test
    void ofTwoAlikeTheOneThatIsValidLongestWins() {
        assertThat(chosen(Set.of(), issued("old", SOON, "*.example.com"), issued("new", LATER, "*.example.com")))
                .isEqualTo("new");
    }

    @Test
    void whatTheListenerHasAlreadyWinsOverEverything() {
        assertThat(chosen(
                        Set.of("wild"),
                        issued("wild", SOON, "*.example.com"),
                        issued("exact", LATER, "api.example.com")))
                .isEqualTo("wild");
    }

    @Test
    void aWildcardStandsForExactlyOneLabel() {
        Issued wildcard = issued("a", SOON, "*.example.com");

        assertThat(wildcard.covers("API.example.com")).isTrue();
        assertThat(wildcard.covers("example.com")).isFalse();
        assertThat(wildcard.covers("a.b.example.com")).isFalse();
        assertThat(wildcard.covers("*.example.com")).isTrue();
        assertThat(issued("b", SOON, "api.example.com").covers("*.example.com")).isFalse();
    }

    @Test
    void aliasesWithoutCertificateAreListedWithTheCommandThatRequestsOne() {
        Coverage coverage = Certificates.choose(
                List.of(issued("a", SOON, "a.example.com")), Map.of(), List.of("a.example.com", "b.example.org"));

        assertThat(coverage.byAlias()).containsOnlyKeys("a.example.com");
        assertThat(coverage.uncovered()).containsExactly("b.example.org");
        assertThat(Certificates.requestCommand("b.example.org"))
                .isEqualTo("aws acm request-certificate --domain-name b.example.org --validation-method DNS");
        assertThat(Certificates.requestCommand("*.example.org")).contains("--domain-name '*.example.org' ");
    }

    @Test
    void aNameThatIsTooLongToBeTheFirstOfACertificateIsRequestedAsAFurtherOne() {
        String longName = "a".repeat(40) + "." + "b".repeat(40) + ".example.org";

        assertThat(Certificates.requestCommand(longName))
                .isEqualTo("aws acm request-certificate --domain-name " + "b".repeat(40) + ".example.org"
                        + " --validation-method DNS --subject-alternative-names " + longName);
    }

    @Test
    void oneCertificateForSeveralAliasesIsOne() {
        Coverage coverage = Certificates.choose(
                List.of(issued("a", SOON, "*.example.com")), Map.of(), List.of("a.example.com", "b.example.com"));

        assertThat(coverage.certificates()).containsExactly("a");
    }

    @Test
    void theListenersCertificatesAndAllPagesOfAcmAreLookedAt() {
        list(summary("one", "x.example.com"), summary("two", "*.example.com"));
        doReturn(DescribeListenerCertificatesResponse.builder()
                        .certificates(Certificate.builder()
                                .certificateArn("two")
                                .isDefault(true)
                                .build())
                        .build())
                .when(elb)
                .describeListenerCertificates(any(DescribeListenerCertificatesRequest.class));

        Choice choice = certificates
                .find(Optional.of("listener"), List.of("api.example.com"))
                .byAlias()
                .get("api.example.com");

        assertThat(choice.certificate().arn()).isEqualTo("two");
        assertThat(choice.isDefault()).isTrue();
        assertThat(choice.onListener()).isTrue();
        assertThat(choice.certificate().notAfter()).isEqualTo(SOON);
        ArgumentCaptor<ListCertificatesRequest> request = ArgumentCaptor.forClass(ListCertificatesRequest.class);
        verify(acm, times(2)).listCertificates(request.capture());
        assertThat(request.getValue().includes().keyTypes()).containsAll(KeyAlgorithm.knownValues());
        assertThat(request.getValue().certificateStatusesAsStrings()).containsExactly("ISSUED");
    }

    @Test
    void aCertificateWithMoreNamesThanItsSummaryHoldsIsDescribed() {
        list(summary("many", "first.example.com").toBuilder()
                .hasAdditionalSubjectAlternativeNames(true)
                .build());
        doReturn(DescribeCertificateResponse.builder()
                        .certificate(CertificateDetail.builder()
                                .domainName("first.example.com")
                                .subjectAlternativeNames("last.example.com")
                                .notAfter(SOON)
                                .build())
                        .build())
                .when(acm)
                .describeCertificate(any(DescribeCertificateRequest.class));

        assertThat(certificates
                        .find(Optional.empty(), List.of("last.example.com"))
                        .uncovered())
                .isEmpty();
    }

    @Test
    void withoutAliasesNothingIsAsked() {
        assertThat(certificates.find(Optional.of("listener"), List.of()).byAlias())
                .isEmpty();
        verifyNoInteractions(acm, elb);
    }

    private void list(CertificateSummary... pages) {
        doAnswer(call -> {
                    String token = call.<ListCertificatesRequest>getArgument(0).nextToken();
                    int page = token == null ? 0 : Integer.parseInt(token);
                    return ListCertificatesResponse.builder()
                            .certificateSummaryList(pages[page])
                            .nextToken(page + 1 < pages.length ? String.valueOf(page + 1) : null)
                            .build();
                })
                .when(acm)
                .listCertificates(any(ListCertificatesRequest.class));
    }

    private static CertificateSummary summary(String arn, String name) {
        return CertificateSummary.builder()
                .certificateArn(arn)
                .domainName(name)
                .subjectAlternativeNameSummaries(name)
                .notAfter(SOON)
                .build();
    }

    private static String chosen(Set<String> onListener, Issued... issued) {
        Map<String, Boolean> standing = new HashMap<>();
        onListener.forEach(arn -> standing.put(arn, false));
        return Certificates.choose(List.of(issued), standing, List.of("api.example.com"))
                .byAlias()
                .get("api.example.com")
                .certificate()
                .arn();
    }

    private static Issued issued(String arn, Instant notAfter, String... names) {
        return new Issued(arn, Set.of(names), notAfter);
    }
}
