package dev.slipway.deployment;

import dev.slipway.aws.ServiceId;
import dev.slipway.aws.Together;
import dev.slipway.environment.Answer;
import dev.slipway.environment.Environment;
import dev.slipway.manifest.Manifest;
import dev.slipway.manifest.Reading;
import dev.slipway.resource.Arns;
import dev.slipway.resource.EcsServices;
import dev.slipway.resource.LoadBalancerQuotas;
import dev.slipway.resource.Service;
import dev.slipway.resource.TagSearch;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.resourcegroupstaggingapi.ResourceGroupsTaggingApiClient;

/** What a plan begins with: all that can be looked up before the service's resources are read, much of it at the same time. */
final class Given {
    Validation.Fetched fetched;
    Answer<Optional<Environment>> environment;
    Arns known;
    Answer<Optional<Service>> service;

    /** See {@link LoadBalancerQuotas#limits}; only where the service seems to be new, which is going to need them. */
    Optional<Map<String, Integer>> limits;

    private Given() {}

    static Given of(
            Deployment deployment,
            Validation validation,
            Resolver resolver,
            ResourceGroupsTaggingApiClient tagging,
            LoadBalancerQuotas quotas,
            Kinds kinds) {
        Given given = new Given();
        Together.run(
                () -> given.fetched = validation.fetch(deployment),
                () -> given.environment = resolver.environment(deployment.application, deployment.environment),
                () -> given.known = new Arns(Optional.of(TagSearch.of(tagging, deployment.id()))));
        Reading reading = given.fetched.reading();
        Together.run(
                () -> given.service = resolver.resolve(
                        deployment.id(), given.environment, reading, given.fetched.variables(), given.search()),
                () -> given.limits = given.isNew() ? Optional.of(quotas.limits()) : Optional.empty(),
                () -> given.environment.value().ifPresent(found -> given.readAhead(kinds, deployment.id(), found)));
        return given;
    }

    TagSearch search() {
        return known.search().orElseThrow();
    }

    /** Others are read after the ECS service. If that fails it fails again when its turn comes, and is told then. */
    private void readAhead(Kinds kinds, ServiceId id, Environment found) {
        Failures failures = Failures.collectAll();
        kinds.all()
                .filter(EcsServices.class::isInstance)
                .map(EcsServices.class::cast)
                .forEach(kind -> failures.collect(kind.name(), id.service(), () -> kind.readAhead(id, found, known)));
    }

    private boolean isNew() {
        boolean routed = fetched.reading().manifest().flatMap(Manifest::http).isPresent();
        return routed && !search().shows(":targetgroup/");
    }
}
