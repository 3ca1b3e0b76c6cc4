package dev.slipway.resource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.doReturn;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.verifyNoInteractions;

import dev.slipway.aws.ServiceId;
import dev.slipway.aws.Tags;
import dev.slipway.environment.Certificates;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.mockito.Answers;
import org.mockito.ArgumentCaptor;
import software.amazon.awssdk.services.acm.AcmClient;
import software.amazon.awssdk.services.acm.model.CertificateDetail;
import software.amazon.awssdk.services.acm.model.DescribeCertificateRequest;
import software.amazon.awssdk.services.acm.model.DescribeCertificateResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.ElasticLoadBalancingV2Client;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.AddListenerCertificatesRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.AddListenerCertificatesResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Certificate;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeListenerCertificatesRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeListenerCertificatesResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.RemoveListenerCertificatesRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.RemoveListenerCertificatesResponse;

class ListenerCertificatesTest {
    private static final String WILDCARD = "arn:aws:acm:us-west-2:123456789123:certificate/1";
    private static final String OTHER = "arn:aws:acm:us-west-2:123456789123:certificate/2";
    private static final Map<String, String> OURS = Tags.of(Web.ID, Map.of());
    private static final Map<String, String> THEIRS = Tags.of(new ServiceId("my-app", "test", "api"), Map.of());

    private final ElasticLoadBalancingV2Client elb = Elb.client();
    private final AcmClient acm = mock(AcmClient.class, Answers.CALLS_REAL_METHODS);
    private final ListenerCertificates kind = new ListenerCertificates(elb, new Certificates(acm, elb));
    private final Web web = Web.with(Web.rule("/", "a.example.com")).certificates(WILDCARD);
    private final Arns arns = new Arns(Map.of());

    @BeforeEach
    void names() {
        doReturn(DescribeCertificateResponse.builder()
                        .certificate(CertificateDetail.builder()
                                .domainName("*.example.com")
                                .build())
                        .build())
                .when(acm)
                .describeCertificate(any(DescribeCertificateRequest.class));
        doReturn(RemoveListenerCertificatesResponse.builder().build())
                .when(elb)
                .removeListenerCertificates(any(RemoveListenerCertificatesRequest.class));
    }

    @Test
    void theCertificatesOfTheAliasesAreWantedOnTheHttpsListener() {
        assertThat(kind.desired(web.service(), new Existing()))
                .containsExactly(new ListenerCertificate(Web.HTTPS, WILDCARD));
    }

    @Test
    void withoutHttpsNoCertificateIsWanted() {
        assertThat(kind.desired(Web.with(Web.rule("/")).certificates(WILDCARD).service(), new Existing()))
                .isEmpty();
    }

    @Test
    void onlyTheCertificatesOfThisDeploymentAreItsConcern() {
        onListener(OTHER, WILDCARD);

        assertThat(kind.read(web.scope(), arns))
                .containsExactly(new Found<>(new ListenerCertificate(Web.HTTPS, WILDCARD), WILDCARD));
    }

    @Test
    void aServiceThatIsRemovedLeavesTheCertificatesAlone() {
        assertThat(kind.read(Web.with(Web.rule("/")).scope(), arns)).isEmpty();
        verifyNoInteractions(elb);
    }

    @Test
    void addingIsOneCall() {
        ArgumentCaptor<AddListenerCertificatesRequest> request =
                ArgumentCaptor.forClass(AddListenerCertificatesRequest.class);
        doReturn(AddListenerCertificatesResponse.builder().build())
                .when(elb)
                .addListenerCertificates(request.capture());

        kind.create(new ListenerCertificate(Web.HTTPS, WILDCARD), web.scope(), arns);

        assertThat(request.getValue().listenerArn()).isEqualTo(Web.HTTPS);
        assertThat(request.getValue().certificates())
                .extracting(Certificate::certificateArn)
                .containsExactly(WILDCARD);
    }

    @Test
    void undoTakesOffWhatNoOtherServiceNeeds() {
        onListener(OTHER, WILDCARD);
        Elb.rules(elb, Map.of(Web.HTTPS, List.of(Elb.forward("arn:own", 1, "a.example.com", "/", "fe-1-2"))));
        Elb.tags(elb, Map.of("arn:own", OURS));

        remove();

        verify(elb).removeListenerCertificates(any(RemoveListenerCertificatesRequest.class));
    }

    @Test
    void aCertificateThatAnotherServiceHasComeToNeedStays() {
        onListener(OTHER, WILDCARD);
        Elb.rules(elb, Map.of(Web.HTTPS, List.of(Elb.forward("arn:other", 1, "b.example.com", "/", "api-1-2"))));
        Elb.tags(elb, Map.of("arn:other", THEIRS));

        remove();

        verify(elb, never()).removeListenerCertificates(any(RemoveListenerCertificatesRequest.class));
    }

    @Test
    void theListenersDefaultIsNeverTakenOff() {
        onListener(WILDCARD, OTHER);

        remove();

        verify(elb, never()).removeListenerCertificates(any(RemoveListenerCertificatesRequest.class));
    }

    private void remove() {
        kind.remove(new Found<>(new ListenerCertificate(Web.HTTPS, WILDCARD), WILDCARD), web.scope(), arns);
    }

    /** The first is the default. */
    private void onListener(String... certificates) {
        doReturn(DescribeListenerCertificatesResponse.builder()
                        .certificates(Stream.of(certificates)
                                .map(arn -> Certificate.builder()
                                        .certificateArn(arn)
                                        .isDefault(arn.equals(certificates[0]))
                                        .build())
                                .toList())
                        .build())
                .when(elb)
                .describeListenerCertificates(any(DescribeListenerCertificatesRequest.class));
    }
}
