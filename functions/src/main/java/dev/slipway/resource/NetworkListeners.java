package dev.slipway.resource;

import static dev.slipway.aws.AwsErrors.Meaning.EXISTS;
import static dev.slipway.aws.AwsErrors.Meaning.GONE;

import dev.slipway.aws.AwsErrors;
import dev.slipway.aws.Tags;
import dev.slipway.manifest.Manifest;
import dev.slipway.resource.ListenerRule.Share;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.elasticloadbalancingv2.ElasticLoadBalancingV2Client;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Action;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Certificate;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Listener;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ModifyListenerRequest;

/** The listeners of the Network Load Balancer of a service. */
public final class NetworkListeners implements ResourceKind<NetworkListener> {
    private static final String SSL_POLICY = "ELBSecurityPolicy-TLS13-1-2-2021-06";

    private final ElasticLoadBalancingV2Client elb;

    public NetworkListeners(ElasticLoadBalancingV2Client elb) {
        this.elb = elb;
    }

    @Override
    public String name() {
        return "network-listener";
    }

    @Override
    public Class<NetworkListener> type() {
        return NetworkListener.class;
    }

    @Override
    public List<NetworkListener> desired(Service service, Existing existing) {
        if (service.manifest().nlb().isEmpty()) {
            return List.of();
        }
        String loadBalancer = NetworkLoadBalancers.nameOf(service, existing);
        List<TargetGroup> targetGroups = TargetGroups.of(service, existing);
        int httpRules =
                service.manifest().http().map(http -> http.rules().size()).orElse(0);
        List<NetworkListener> wanted = new ArrayList<>();
        for (Manifest.NetworkListener listener : service.manifest().nlb().get().listeners()) {
            boolean tls = listener.protocol().equals("TLS");
            String targetGroup = targetGroups.get(httpRules + wanted.size()).name();
            wanted.add(new NetworkListener(
                    loadBalancer,
                    listener.port(),
                    listener.protocol(),
                    List.of(new Share(targetGroup, 1)),
                    tls ? ordered(service.networkCertificates()) : List.of(),
                    tls ? listener.sslPolicy().or(() -> Optional.of(SSL_POLICY)) : Optional.empty()));
        }
        return wanted;
    }

    /** They are listed by load balancer, and call target groups by their names. */
    @Override
    public List<Class<? extends Resource>> readAfter() {
        return List.of(NetworkLoadBalancer.class, TargetGroup.class);
    }

    @Override
    public List<Found<NetworkListener>> read(Scope scope, Arns arns) {
        List<Found<NetworkListener>> found = new ArrayList<>();
        arns.of(NetworkLoadBalancers.KIND).forEach((name, arn) -> found.addAll(read(name, arn, scope, arns)));
        return found;
    }

    /**
     * As with rules, the target group that serves now keeps all connections until the new one is steady. TCP and UDP do
     * not mix on one listener.
     */
    @Override
    public NetworkListener interim(NetworkListener from, NetworkListener to) {
        return from.isUdp() == to.isUdp() ? to.to(Handover.shared(from.targetGroups(), to.targetGroups())) : to;
    }

    @Override
    public String create(NetworkListener wanted, Scope scope, Arns arns) {
        String loadBalancer = arns.get(NetworkLoadBalancers.KIND, wanted.loadBalancer());
        try {
            String arn = elb.createListener(request -> request.loadBalancerArn(loadBalancer)
                            .port(wanted.port())
                            .protocol(wanted.protocol())
                            .sslPolicy(wanted.sslPolicy().orElse(null))
                            .certificates(defaultCertificate(wanted))
                            .defaultActions(forward(wanted, arns))
                            .tags(Tagged.list(scope.tags())))
                    .listeners()
                    .get(0)
                    .listenerArn();
            addCertificates(arn, furtherCertificates(wanted));
            return arn;
        } catch (AwsServiceException e) {
            if (!AwsErrors.is(EXISTS, e)) {
                throw e;
            }
            return read(wanted.loadBalancer(), loadBalancer, scope, arns).stream()
                    .filter(found -> found.state().key().equals(wanted.key()))
                    .findFirst()
                    .map(found -> update(found, wanted, scope, arns))
                    .orElseThrow(() -> new NotOursException("listener " + wanted.key(), "nobody that its tags name"));
        }
    }

    /** On its own load balancer a listener without tags is the service's, as Copilot's stack made it. */
    @Override
    public void checkFree(NetworkListener wanted, Scope scope, Arns arns) {
        Optional<String> loadBalancer =
                Optional.ofNullable(arns.of(NetworkLoadBalancers.KIND).get(wanted.loadBalancer()));
        List<String> same = loadBalancer.stream()
                .flatMap(arn ->
                        elb.describeListenersPaginator(request -> request.loadBalancerArn(arn)).listeners().stream())
                .filter(listener -> listener.port() == wanted.port())
                .map(Listener::listenerArn)
                .toList();
        Tagged.of(elb, same).forEach((arn, tags) -> Ownership.checkTagged(scope.id(), "listener " + arn, arn, tags));
    }

    @Override
    public String update(Found<NetworkListener> from, NetworkListener to, Scope scope, Arns arns) {
        NetworkListener state = from.state();
        ModifyListenerRequest.Builder request = ModifyListenerRequest.builder().listenerArn(from.arn());
        if (!state.protocol().equals(to.protocol())) {
            request.protocol(to.protocol());
        }
        if (!state.targetGroups().equals(to.targetGroups())) {
            request.defaultActions(forward(to, arns));
        }
        if (!state.sslPolicy().equals(to.sslPolicy())) {
            request.sslPolicy(to.sslPolicy().orElse(null));
        }
        if (!defaultCertificate(state).equals(defaultCertificate(to))) {
            request.certificates(defaultCertificate(to));
        }
        ModifyListenerRequest modification = request.build();
        if (!modification.equals(
                ModifyListenerRequest.builder().listenerArn(from.arn()).build())) {
            elb.modifyListener(modification);
        }
        addCertificates(
                from.arn(),
                furtherCertificates(to).stream()
                        .filter(one -> !furtherCertificates(state).contains(one))
                        .toList());
        removeCertificates(
                from.arn(),
                furtherCertificates(state).stream()
                        .filter(one -> to.isTls() && !furtherCertificates(to).contains(one))
                        .toList());
        return from.arn();
    }

    @Override
    public void remove(Found<NetworkListener> existing, Scope scope, Arns arns) {
        try {
            elb.deleteListener(request -> request.listenerArn(existing.arn()));
        } catch (AwsServiceException e) {
            if (!AwsErrors.is(GONE, e)) {
                throw e;
            }
        }
    }

    private List<Found<NetworkListener>> read(String name, String loadBalancer, Scope scope, Arns arns) {
        List<Listener> listeners;
        try {
            listeners =
                    elb
                            .describeListenersPaginator(request -> request.loadBalancerArn(loadBalancer))
                            .listeners()
                            .stream()
                            .toList();
        } catch (AwsServiceException e) {
            if (AwsErrors.is(GONE, e)) {
                return List.of();
            }
            throw e;
        }
        Map<String, Map<String, String>> tags =
                Tagged.of(elb, listeners.stream().map(Listener::listenerArn).toList());
        return listeners.stream()
                .filter(one -> Tags.belongTo(scope.id(), tags.getOrDefault(one.listenerArn(), Map.of())))
                .map(one -> new Found<>(state(name, one, scope, arns), one.listenerArn()))
                .toList();
    }

    private NetworkListener state(String name, Listener listener, Scope scope, Arns arns) {
        boolean tls = "TLS".equals(listener.protocolAsString());
        return new NetworkListener(
                name,
                listener.port(),
                listener.protocolAsString(),
                listener.defaultActions().stream()
                        .flatMap(action ->
                                RuleTranslator.shares(action, arn -> TargetGroups.nameOf(arn, scope, arns)).stream())
                        .toList(),
                tls ? certificates(listener.listenerArn()) : List.of(),
                tls ? Optional.ofNullable(listener.sslPolicy()) : Optional.empty());
    }

    /** The default first. */
    private List<String> certificates(String listener) {
        List<String> certificates = new ArrayList<>();
        elb.describeListenerCertificatesPaginator(request -> request.listenerArn(listener)).stream()
                .flatMap(page -> page.certificates().stream())
                .forEach(one -> certificates.add(
                        Boolean.TRUE.equals(one.isDefault()) ? 0 : certificates.size(), one.certificateArn()));
        return ordered(certificates);
    }

    /** The first stays the first; the order of the others means nothing. */
    private static List<String> ordered(List<String> certificates) {
        return Stream.concat(
                        certificates.stream().limit(1),
                        certificates.stream().skip(1).sorted())
                .distinct()
                .toList();
    }

    /** Elastic Load Balancing takes one at a time. */
    private void addCertificates(String listener, List<Certificate> certificates) {
        certificates.forEach(one -> elb.addListenerCertificates(
                request -> request.listenerArn(listener).certificates(one)));
    }

    private void removeCertificates(String listener, List<Certificate> certificates) {
        certificates.forEach(one -> elb.removeListenerCertificates(
                request -> request.listenerArn(listener).certificates(one)));
    }

    private static Action forward(NetworkListener wanted, Arns arns) {
        return RuleTranslator.forward(wanted.targetGroups(), name -> TargetGroups.arn(name, arns));
    }

    private static List<Certificate> defaultCertificate(NetworkListener listener) {
        return listener.certificates().stream()
                .limit(1)
                .map(NetworkListeners::certificate)
                .toList();
    }

    private static List<Certificate> furtherCertificates(NetworkListener listener) {
        return listener.certificates().stream()
                .skip(1)
                .map(NetworkListeners::certificate)
                .toList();
    }

    private static Certificate certificate(String arn) {
        return Certificate.builder().certificateArn(arn).build();
    }
}
