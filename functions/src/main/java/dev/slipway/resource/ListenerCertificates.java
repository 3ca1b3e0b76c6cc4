package dev.slipway.resource;

import static dev.slipway.aws.AwsErrors.Meaning.GONE;

import dev.slipway.aws.AwsErrors;
import dev.slipway.aws.Tags;
import dev.slipway.environment.Certificates;
import dev.slipway.environment.Certificates.Issued;
import dev.slipway.environment.Environment.LoadBalancer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.elasticloadbalancingv2.ElasticLoadBalancingV2Client;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Certificate;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Rule;

/**
 * The certificates that a service needs on its HTTPS listener. They belong to the user and are shared, so only those
 * that this deployment wants are looked at, and one is taken off again only when a deployment that added it is undone
 * and no other service has come to need it.
 */
public final class ListenerCertificates implements ResourceKind<ListenerCertificate> {
    private final ElasticLoadBalancingV2Client elb;
    private final Certificates certificates;

    public ListenerCertificates(ElasticLoadBalancingV2Client elb, Certificates certificates) {
        this.elb = elb;
        this.certificates = certificates;
    }

    @Override
    public String name() {
        return "listener-certificate";
    }

    @Override
    public Class<ListenerCertificate> type() {
        return ListenerCertificate.class;
    }

    @Override
    public List<ListenerCertificate> desired(Service service, Existing existing) {
        if (!Routing.usesHttps(service)) {
            return List.of();
        }
        return service.loadBalancer().flatMap(LoadBalancer::httpsListener).stream()
                .flatMap(listener -> service.certificates().stream()
                        .distinct()
                        .map(certificate -> new ListenerCertificate(listener, certificate)))
                .toList();
    }

    @Override
    public List<Found<ListenerCertificate>> read(Scope scope, Arns arns) {
        List<Found<ListenerCertificate>> found = new ArrayList<>();
        if (scope.certificates().isEmpty()) {
            return found;
        }
        for (String listener : Listeners.https(scope, arns)) {
            Set<String> standing = new HashSet<>();
            elb.describeListenerCertificatesPaginator(request -> request.listenerArn(listener)).stream()
                    .flatMap(page -> page.certificates().stream())
                    .map(Certificate::certificateArn)
                    .forEach(standing::add);
            scope.certificates().stream()
                    .distinct()
                    .filter(standing::contains)
                    .forEach(arn -> found.add(new Found<>(new ListenerCertificate(listener, arn), arn)));
        }
        return found;
    }

    @Override
    public String create(ListenerCertificate wanted, Scope scope, Arns arns) {
        elb.addListenerCertificates(
                request -> request.listenerArn(wanted.listener()).certificates(reference(wanted)));
        return wanted.certificate();
    }

    @Override
    public String update(Found<ListenerCertificate> from, ListenerCertificate to, Scope scope, Arns arns) {
        return create(to, scope, arns);
    }

    @Override
    public void remove(Found<ListenerCertificate> existing, Scope scope, Arns arns) {
        ListenerCertificate certificate = existing.state();
        try {
            if (isDefault(certificate) || isNeeded(certificate, scope)) {
                return;
            }
            elb.removeListenerCertificates(
                    request -> request.listenerArn(certificate.listener()).certificates(reference(certificate)));
        } catch (AwsServiceException e) {
            if (!AwsErrors.is(GONE, e)) {
                throw e;
            }
        }
    }

    private boolean isDefault(ListenerCertificate certificate) {
        return elb
                .describeListenerCertificatesPaginator(request -> request.listenerArn(certificate.listener()))
                .stream()
                .flatMap(page -> page.certificates().stream())
                .anyMatch(one ->
                        one.certificateArn().equals(certificate.certificate()) && Boolean.TRUE.equals(one.isDefault()));
    }

    /** Whether another service's rule on the listener is for a host that the certificate covers. */
    private boolean isNeeded(ListenerCertificate certificate, Scope scope) {
        Issued issued = certificates.describe(certificate.certificate());
        List<String> covered =
                elb.describeRulesPaginator(request -> request.listenerArn(certificate.listener())).rules().stream()
                        .filter(rule -> RuleTranslator.values(rule, ListenerRule.HOST).stream()
                                .anyMatch(issued::covers))
                        .map(Rule::ruleArn)
                        .toList();
        return Tagged.of(elb, covered).values().stream().anyMatch(tags -> !Tags.belongTo(scope.id(), tags));
    }

    private static Certificate reference(ListenerCertificate certificate) {
        return Certificate.builder().certificateArn(certificate.certificate()).build();
    }
}
