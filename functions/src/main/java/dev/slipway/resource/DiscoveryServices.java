package dev.slipway.resource;

import dev.slipway.aws.AwsErrors;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import software.amazon.awssdk.services.servicediscovery.ServiceDiscoveryClient;
import software.amazon.awssdk.services.servicediscovery.model.DnsRecord;
import software.amazon.awssdk.services.servicediscovery.model.FilterCondition;
import software.amazon.awssdk.services.servicediscovery.model.HealthCheckCustomConfig;
import software.amazon.awssdk.services.servicediscovery.model.RecordType;
import software.amazon.awssdk.services.servicediscovery.model.RoutingPolicy;
import software.amazon.awssdk.services.servicediscovery.model.ServiceAlreadyExistsException;
import software.amazon.awssdk.services.servicediscovery.model.ServiceDiscoveryException;
import software.amazon.awssdk.services.servicediscovery.model.ServiceFilter;
import software.amazon.awssdk.services.servicediscovery.model.ServiceFilterName;
import software.amazon.awssdk.services.servicediscovery.model.ServiceSummary;
import software.amazon.awssdk.services.servicediscovery.model.Tag;

/** The entry of a service in the environment's private DNS namespace: {@code <service>.<environment>.<application>.local}. */
public final class DiscoveryServices implements ResourceKind<DiscoveryService> {
    private static final String DESCRIPTION = "Discovery Service for the Copilot services";
    private static final long TTL = 10;

    private final ServiceDiscoveryClient cloudMap;

    public DiscoveryServices(ServiceDiscoveryClient cloudMap) {
        this.cloudMap = cloudMap;
    }

    @Override
    public String name() {
        return "discovery-service";
    }

    @Override
    public Class<DiscoveryService> type() {
        return DiscoveryService.class;
    }

    /** Every service has one, whether anything listens or not. */
    @Override
    public List<DiscoveryService> desired(Service service, Existing existing) {
        return List.of(new DiscoveryService(
                service.environment().namespace(), service.id().service(), DESCRIPTION, Map.of("A", TTL, "SRV", TTL)));
    }

    @Override
    public List<Found<DiscoveryService>> read(Scope scope, Arns arns) {
        String namespace = scope.environment().namespace();
        Optional<ServiceSummary> found = all(cloudMap, namespace, arns).stream()
                .filter(service -> service.name().equals(scope.id().service()))
                .findFirst();
        if (found.isEmpty()) {
            return List.of();
        }
        ServiceSummary summary = found.get();
        Ownership.check(
                scope.id(),
                "the Cloud Map service \"" + summary.name() + "\"",
                arns.tags(summary.arn(), () -> tags(summary.arn())));
        return List.of(new Found<>(state(namespace, summary), summary.arn()));
    }

    // The threshold is fixed at 1 by Cloud Map now; Copilot's templates still say so.
    @SuppressWarnings("deprecation")
    @Override
    public String create(DiscoveryService wanted, Scope scope, Arns arns) {
        try {
            return cloudMap.createService(request -> request.name(wanted.name())
                            .namespaceId(wanted.namespace())
                            .description(wanted.description())
                            .dnsConfig(dns ->
                                    dns.routingPolicy(RoutingPolicy.MULTIVALUE).dnsRecords(records(wanted)))
                            .healthCheckCustomConfig(HealthCheckCustomConfig.builder()
                                    .failureThreshold(1)
                                    .build())
                            .tags(scope.tags().entrySet().stream()
                                    .map(tag -> Tag.builder()
                                            .key(tag.getKey())
                                            .value(tag.getValue())
                                            .build())
                                    .toList()))
                    .service()
                    .arn();
        } catch (ServiceAlreadyExistsException e) {
            List<Found<DiscoveryService>> found = read(scope, arns);
            if (found.isEmpty()) {
                throw e;
            }
            return update(found.get(0), wanted, scope, arns);
        }
    }

    @Override
    public String update(Found<DiscoveryService> from, DiscoveryService to, Scope scope, Arns arns) {
        if (!from.state().equals(to)) {
            // UpdateService takes away whatever record it is not given.
            cloudMap.updateService(
                    request -> request.id(id(from.arn())).service(change -> change.description(to.description())
                            .dnsConfig(dns -> dns.dnsRecords(records(to)))));
        }
        return from.arn();
    }

    @Override
    public void remove(Found<DiscoveryService> existing, Scope scope, Arns arns) {
        try {
            cloudMap.deleteService(request -> request.id(id(existing.arn())));
        } catch (ServiceDiscoveryException e) {
            switch (AwsErrors.meaning(e)) {
                case GONE -> {}
                case IN_USE ->
                    throw new StillInUseException(
                            "tasks are still registered in Cloud Map service \""
                                    + existing.state().name() + "\"",
                            e);
                default -> throw e;
            }
        }
    }

    /** Those of a namespace, whosever they are. */
    static List<ServiceSummary> all(ServiceDiscoveryClient cloudMap, String namespace, Arns arns) {
        return arns.once("Cloud Map services of " + namespace, () -> cloudMap
                .listServicesPaginator(request -> request.filters(ServiceFilter.builder()
                        .name(ServiceFilterName.NAMESPACE_ID)
                        .condition(FilterCondition.EQ)
                        .values(namespace)
                        .build()))
                .stream()
                .flatMap(page -> page.services().stream())
                .toList());
    }

    private Map<String, String> tags(String arn) {
        Map<String, String> tags = new TreeMap<>();
        cloudMap.listTagsForResource(request -> request.resourceARN(arn))
                .tags()
                .forEach(tag -> tags.put(tag.key(), tag.value()));
        return tags;
    }

    private static DiscoveryService state(String namespace, ServiceSummary summary) {
        Map<String, Long> ttls = new TreeMap<>();
        if (summary.dnsConfig() != null) {
            summary.dnsConfig().dnsRecords().forEach(record -> ttls.put(record.typeAsString(), record.ttl()));
        }
        String description = summary.description() == null ? "" : summary.description();
        return new DiscoveryService(namespace, summary.name(), description, ttls);
    }

    private static List<DnsRecord> records(DiscoveryService service) {
        return new TreeMap<>(service.recordTtls())
                .entrySet().stream()
                        .map(record -> DnsRecord.builder()
                                .type(RecordType.fromValue(record.getKey()))
                                .ttl(record.getValue())
                                .build())
                        .toList();
    }

    /** The id at the end of {@code arn:...:service/srv-...}, which the calls want instead of the ARN. */
    static String id(String arn) {
        return arn.substring(arn.lastIndexOf('/') + 1);
    }
}
