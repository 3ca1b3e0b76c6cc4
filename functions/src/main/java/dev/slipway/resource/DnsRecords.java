package dev.slipway.resource;

import static dev.slipway.aws.AwsErrors.Meaning.GONE;

import dev.slipway.aws.AwsErrors;
import dev.slipway.aws.Tags;
import dev.slipway.environment.Environment.HostedZone;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.elasticloadbalancingv2.ElasticLoadBalancingV2Client;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.LoadBalancer;
import software.amazon.awssdk.services.route53.Route53Client;
import software.amazon.awssdk.services.route53.model.AliasTarget;
import software.amazon.awssdk.services.route53.model.Change;
import software.amazon.awssdk.services.route53.model.ChangeAction;
import software.amazon.awssdk.services.route53.model.ListHostedZonesRequest;
import software.amazon.awssdk.services.route53.model.RRType;
import software.amazon.awssdk.services.route53.model.ResourceRecordSet;

/**
 * The Route 53 records of a service. Route 53 has no tags on records: a record is the service's if it is in a zone where
 * the service has records, bears one of the service's names and is an alias of a load balancer that the service is on.
 */
public final class DnsRecords implements ResourceKind<DnsRecord> {
    /** One name has few records, and those for addresses come first. */
    private static final String FEW = "10";

    private static final Set<RRType> ADDRESSES = Set.of(RRType.A, RRType.AAAA, RRType.CNAME);

    private final Route53Client route53;
    private final ElasticLoadBalancingV2Client elb;

    public DnsRecords(Route53Client route53, ElasticLoadBalancingV2Client elb) {
        this.route53 = route53;
        this.elb = elb;
    }

    @Override
    public String name() {
        return "dns-record";
    }

    @Override
    public Class<DnsRecord> type() {
        return DnsRecord.class;
    }

    /** They lead to what the listeners serve. */
    @Override
    public int stage() {
        return 1;
    }

    @Override
    public List<DnsRecord> desired(Service service, Existing existing) {
        return WantedRecords.of(service, existing);
    }

    /** The rules say which names there are. */
    @Override
    public List<Class<? extends Resource>> readAfter() {
        return List.of(ListenerRule.class, NetworkLoadBalancer.class);
    }

    @Override
    public List<Found<DnsRecord>> read(Scope scope, Arns arns) {
        Set<String> zones = new TreeSet<>(RoutingNotes.zones(arns));
        zones.addAll(WantedRecords.environmentZones(scope.environment()));
        zones.addAll(zonesOf(scope, arns));
        List<Found<DnsRecord>> found = new ArrayList<>();
        if (zones.isEmpty()) {
            return found;
        }
        Map<String, String> network = networkNames(arns);
        Set<String> targets = new TreeSet<>();
        Listeners.names(scope, arns).forEach(name -> targets.add(name.toLowerCase(Locale.ROOT)));
        for (String zone : zones) {
            for (String name : names(zone, scope, arns)) {
                standing(zone, name).stream()
                        .filter(DnsRecords::isPlainAlias)
                        .map(record -> state(zone, name, record.aliasTarget(), network))
                        .filter(record -> record.isNetwork() || targets.contains(record.target()))
                        .forEach(record -> found.add(new Found<>(record, record.key())));
            }
        }
        return found;
    }

    /** A name moves to another load balancer only when the service is steady there. */
    @Override
    public DnsRecord interim(DnsRecord from, DnsRecord to) {
        return from;
    }

    /** A name that leads somewhere else already is never overwritten. */
    @Override
    public void checkFree(DnsRecord wanted, Scope scope, Arns arns) {
        List<ResourceRecordSet> standing = standing(wanted.zone(), wanted.name());
        if (standing.isEmpty()) {
            return;
        }
        Map<String, String> network = networkNames(arns);
        for (ResourceRecordSet record : standing) {
            if (record.aliasTarget() == null
                    || !state(wanted.zone(), wanted.name(), record.aliasTarget(), network)
                            .target()
                            .equals(wanted.target())) {
                throw new NotOursException(
                        "the %s record %s in zone %s".formatted(record.typeAsString(), wanted.name(), wanted.zone()),
                        "whatever it leads to");
            }
        }
    }

    /** @throws NotOursException if the name leads somewhere else by now */
    @Override
    public String create(DnsRecord wanted, Scope scope, Arns arns) {
        AliasTarget target = target(wanted, arns);
        checkFree(wanted, scope, arns);
        change(wanted.zone(), ChangeAction.UPSERT, record(wanted.name(), target));
        return wanted.key();
    }

    @Override
    public String update(Found<DnsRecord> from, DnsRecord to, Scope scope, Arns arns) {
        change(to.zone(), ChangeAction.UPSERT, record(to.name(), target(to, arns)));
        return to.key();
    }

    /** A name that another service has come to serve keeps its record. */
    @Override
    public void remove(Found<DnsRecord> existing, Scope scope, Arns arns) {
        DnsRecord state = existing.state();
        try {
            if (isNeeded(state.name(), scope, arns)) {
                return;
            }
            Map<String, String> network = networkNames(arns);
            for (ResourceRecordSet record : standing(state.zone(), state.name())) {
                if (isPlainAlias(record)
                        && state(state.zone(), state.name(), record.aliasTarget(), network)
                                .equals(state)) {
                    change(state.zone(), ChangeAction.DELETE, record);
                }
            }
        } catch (AwsServiceException e) {
            if (!AwsErrors.is(GONE, e)) {
                throw e;
            }
        }
    }

    /** The names to look for in a zone: those the service has, is to have, and has by default. */
    private static Set<String> names(String zone, Scope scope, Arns arns) {
        Set<String> names = new TreeSet<>(RoutingNotes.hosts(arns));
        scope.environment()
                .hostedZone()
                .filter(own -> own.id().equals(zone))
                .map(HostedZone::name)
                .ifPresent(domain -> {
                    names.add(scope.id().service() + "." + domain);
                    names.add(scope.id().service() + "-nlb." + domain);
                    names.removeIf(name -> !name.endsWith("." + domain) && !name.equals(domain));
                });
        names.removeIf(name -> name.endsWith(".amazonaws.com"));
        return names;
    }

    /** A and AAAA records and CNAMEs of that name. */
    private List<ResourceRecordSet> standing(String zone, String name) {
        try {
            return route53
                    .listResourceRecordSets(request -> request.hostedZoneId(zone)
                            .startRecordName(name)
                            .startRecordType(RRType.A)
                            .maxItems(FEW))
                    .resourceRecordSets()
                    .stream()
                    .filter(record -> plain(record.name()).equals(name))
                    .filter(record -> ADDRESSES.contains(record.type()))
                    .toList();
        } catch (AwsServiceException e) {
            if (AwsErrors.is(GONE, e)) {
                return List.of();
            }
            throw e;
        }
    }

    private void change(String zone, ChangeAction action, ResourceRecordSet record) {
        Change change =
                Change.builder().action(action).resourceRecordSet(record).build();
        route53.changeResourceRecordSets(
                request -> request.hostedZoneId(zone).changeBatch(batch -> batch.changes(List.of(change))));
    }

    private static ResourceRecordSet record(String name, AliasTarget target) {
        return ResourceRecordSet.builder()
                .name(name)
                .type(RRType.A)
                .aliasTarget(target)
                .build();
    }

    private AliasTarget target(DnsRecord wanted, Arns arns) {
        AliasTarget.Builder target = AliasTarget.builder().evaluateTargetHealth(false);
        if (!wanted.isNetwork()) {
            return target.dnsName(wanted.target())
                    .hostedZoneId(wanted.targetZone())
                    .build();
        }
        String arn = arns.get(NetworkLoadBalancers.KIND, wanted.target().substring(DnsRecord.NETWORK.length()));
        LoadBalancer loadBalancer = elb.describeLoadBalancers(request -> request.loadBalancerArns(arn))
                .loadBalancers()
                .get(0);
        return target.dnsName(loadBalancer.dnsName())
                .hostedZoneId(loadBalancer.canonicalHostedZoneId())
                .build();
    }

    /** Names of the service's Network Load Balancers by their DNS names. */
    private Map<String, String> networkNames(Arns arns) {
        Map<String, String> names = new HashMap<>();
        List<String> own = List.copyOf(arns.of(NetworkLoadBalancers.KIND).values());
        if (!own.isEmpty()) {
            elb.describeLoadBalancersPaginator(request -> {}).loadBalancers().stream()
                    .filter(one -> own.contains(one.loadBalancerArn()))
                    .forEach(one -> names.put(one.dnsName().toLowerCase(Locale.ROOT), one.loadBalancerName()));
        }
        return names;
    }

    /**
     * The zones of the account that the service's names may have records in: whose zone a record was written to is not
     * kept anywhere else once the manifest is gone.
     */
    private Set<String> zonesOf(Scope scope, Arns arns) {
        Optional<HostedZone> environment = scope.environment().hostedZone();
        List<String> foreign = RoutingNotes.hosts(arns).stream()
                .filter(host -> !host.endsWith(".amazonaws.com") && !host.endsWith(".internal"))
                .filter(host ->
                        environment.filter(zone -> isIn(zone.name(), host)).isEmpty())
                .toList();
        if (foreign.isEmpty()) {
            return Set.of();
        }
        Set<String> zones = new TreeSet<>();
        route53.listHostedZonesPaginator(ListHostedZonesRequest.builder().build()).hostedZones().stream()
                .filter(zone -> foreign.stream().anyMatch(host -> isIn(plain(zone.name()), host)))
                .forEach(zone -> zones.add(zone.id().replaceFirst("^/hostedzone/", "")));
        return zones;
    }

    private static boolean isIn(String zone, String name) {
        return name.equals(zone) || name.endsWith("." + zone);
    }

    private boolean isNeeded(String name, Scope scope, Arns arns) {
        List<String> rules = new ArrayList<>();
        for (String listener : Listeners.all(scope, arns)) {
            elb.describeRulesPaginator(request -> request.listenerArn(listener)).rules().stream()
                    .filter(rule -> RuleTranslator.values(rule, ListenerRule.HOST).stream()
                            .anyMatch(name::equalsIgnoreCase))
                    .forEach(rule -> rules.add(rule.ruleArn()));
        }
        return Tagged.of(elb, rules).values().stream().anyMatch(tags -> !Tags.belongTo(scope.id(), tags));
    }

    private static boolean isPlainAlias(ResourceRecordSet record) {
        return record.type() == RRType.A && record.aliasTarget() != null && record.setIdentifier() == null;
    }

    private static DnsRecord state(String zone, String name, AliasTarget alias, Map<String, String> network) {
        String target = plain(alias.dnsName()).replaceFirst("^dualstack\\.", "");
        Optional<String> own = Optional.ofNullable(network.get(target));
        return new DnsRecord(
                zone,
                name,
                own.map(one -> DnsRecord.NETWORK + one).orElse(target),
                own.isPresent() ? "" : alias.hostedZoneId());
    }

    /** As Route 53 writes names, with a last dot and an escaped asterisk, in our form. */
    private static String plain(String name) {
        return name.replace("\\052", "*").replaceAll("\\.$", "").toLowerCase(Locale.ROOT);
    }
}
