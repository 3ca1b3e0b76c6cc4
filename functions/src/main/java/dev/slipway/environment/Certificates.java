package dev.slipway.environment;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.services.acm.AcmClient;
import software.amazon.awssdk.services.acm.model.CertificateDetail;
import software.amazon.awssdk.services.acm.model.CertificateStatus;
import software.amazon.awssdk.services.acm.model.CertificateSummary;
import software.amazon.awssdk.services.acm.model.KeyAlgorithm;
import software.amazon.awssdk.services.elasticloadbalancingv2.ElasticLoadBalancingV2Client;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Certificate;

/**
 * Finds the certificate that covers a host name: users bring their own, in ACM, in the region of the load balancer.
 * Certificates are looked up, never requested and never deleted.
 */
public final class Certificates {
    /**
     * @see <a href="https://docs.aws.amazon.com/acm/latest/APIReference/API_RequestCertificate.html">the first name has at
     *     most 64 characters, the others 253</a>
     */
    private static final int LONGEST_FIRST_NAME = 64;

    private final AcmClient acm;
    private final ElasticLoadBalancingV2Client elb;

    public Certificates(AcmClient acm, ElasticLoadBalancingV2Client elb) {
        this.acm = acm;
        this.elb = elb;
    }

    /**
     * An issued certificate of ACM.
     *
     * @param names its domain names in lower case, wildcards as they are
     */
    public record Issued(String arn, Set<String> names, Instant notAfter) {

        /** Whether it holds for the host: the name itself, or a wildcard in place of exactly the first label. */
        public boolean covers(String host) {
            return coversExactly(host) || names.contains(wildcardOf(host));
        }

        boolean coversExactly(String host) {
            return names.contains(host.toLowerCase(Locale.ROOT));
        }
    }

    /** The certificate chosen for a host name, and whether the listener has it already as its default or at all. */
    public record Choice(Issued certificate, boolean onListener, boolean isDefault) {}

    /** What was found: the choice for each alias that has one, in the order of the aliases, and the others. */
    public record Coverage(Map<String, Choice> byAlias, List<String> uncovered) {

        /** ARNs of the certificates that the listener has to have, each once. */
        public List<String> certificates() {
            return byAlias.values().stream()
                    .map(choice -> choice.certificate().arn())
                    .distinct()
                    .toList();
        }
    }

    /**
     * The certificate of each alias: of those that the listener has, else of all that ACM has issued, the one that names
     * the host exactly, else by wildcard, else the one that is valid longest.
     *
     * @param listener ARN of the HTTPS (or TLS) listener; empty where it does not exist yet
     */
    public Coverage find(Optional<String> listener, Collection<String> aliases) {
        if (aliases.isEmpty()) {
            return new Coverage(Map.of(), List.of());
        }
        Map<String, Boolean> standing = listener.map(this::onListener).orElse(Map.of());
        return choose(issued(), standing, aliases);
    }

    /** Every certificate that ACM has issued or imported in this region and that is still valid. */
    public List<Issued> issued() {
        // Without a list of key types ACM leaves out everything but RSA of 1024 and 2048 bits.
        return acm
                .listCertificatesPaginator(list -> list.certificateStatuses(CertificateStatus.ISSUED)
                        .includes(include -> include.keyTypes(KeyAlgorithm.knownValues())))
                .stream()
                .flatMap(page -> page.certificateSummaryList().stream())
                .map(this::issued)
                .toList();
    }

    /** The certificate's domain names. */
    public Issued describe(String arn) {
        CertificateDetail detail =
                acm.describeCertificate(request -> request.certificateArn(arn)).certificate();
        return issued(arn, detail.domainName(), detail.subjectAlternativeNames(), detail.notAfter());
    }

    /** The command with which the user requests a certificate for an alias that has none. */
    public static String requestCommand(String alias) {
        String command = "aws acm request-certificate --domain-name %s --validation-method DNS";
        String first = alias;
        while (first.length() > LONGEST_FIRST_NAME && first.contains(".")) {
            first = first.substring(first.indexOf('.') + 1);
        }
        return first.equals(alias)
                ? command.formatted(quoted(alias))
                : command.formatted(quoted(first)) + " --subject-alternative-names " + quoted(alias);
    }

    static Coverage choose(List<Issued> issued, Map<String, Boolean> standing, Collection<String> aliases) {
        Map<String, Choice> found = new LinkedHashMap<>();
        List<String> uncovered = new ArrayList<>();
        for (String alias : new LinkedHashSet<>(aliases)) {
            issued.stream()
                    .filter(certificate -> certificate.covers(alias))
                    .max(Comparator.<Issued, Boolean>comparing(one -> standing.containsKey(one.arn()))
                            .thenComparing(one -> one.coversExactly(alias))
                            .thenComparing(Issued::notAfter)
                            .thenComparing(Issued::arn))
                    .ifPresentOrElse(
                            best -> found.put(
                                    alias,
                                    new Choice(
                                            best,
                                            standing.containsKey(best.arn()),
                                            standing.getOrDefault(best.arn(), false))),
                            () -> uncovered.add(alias));
        }
        return new Coverage(found, uncovered);
    }

    /** ARNs of the listener's certificates, and whether each is the default. */
    private Map<String, Boolean> onListener(String listener) {
        Map<String, Boolean> standing = new LinkedHashMap<>();
        elb.describeListenerCertificatesPaginator(request -> request.listenerArn(listener)).stream()
                .flatMap(page -> page.certificates().stream())
                .forEach(one -> standing.merge(one.certificateArn(), isDefault(one), Boolean::logicalOr));
        return standing;
    }

    private static boolean isDefault(Certificate certificate) {
        return Boolean.TRUE.equals(certificate.isDefault());
    }

    private Issued issued(CertificateSummary summary) {
        // A summary holds at most 100 of a certificate's names.
        boolean complete = !summary.subjectAlternativeNameSummaries().isEmpty()
                && !Boolean.TRUE.equals(summary.hasAdditionalSubjectAlternativeNames());
        return complete
                ? issued(
                        summary.certificateArn(),
                        summary.domainName(),
                        summary.subjectAlternativeNameSummaries(),
                        summary.notAfter())
                : describe(summary.certificateArn());
    }

    private static Issued issued(String arn, String domain, List<String> alternatives, Instant notAfter) {
        Set<String> names = new HashSet<>();
        names.add(domain.toLowerCase(Locale.ROOT));
        alternatives.forEach(name -> names.add(name.toLowerCase(Locale.ROOT)));
        return new Issued(arn, Set.copyOf(names), notAfter == null ? Instant.MAX : notAfter);
    }

    private static String wildcardOf(String host) {
        int dot = host.indexOf('.');
        return dot < 0 ? host : "*" + host.substring(dot).toLowerCase(Locale.ROOT);
    }

    /** Quoted where a shell would take the asterisk for a file name. */
    private static String quoted(String alias) {
        return alias.contains("*") ? "'" + alias + "'" : alias;
    }
}
