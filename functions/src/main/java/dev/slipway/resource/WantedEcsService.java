package dev.slipway.resource;

import dev.slipway.manifest.Manifest;
import dev.slipway.manifest.Manifest.Count;
import dev.slipway.manifest.Manifest.Placement;
import dev.slipway.manifest.Manifest.Target;
import dev.slipway.manifest.Manifest.Type;
import dev.slipway.resource.EcsService.Attachment;
import dev.slipway.resource.EcsService.CapacityProvider;
import dev.slipway.resource.EcsService.Connect;
import dev.slipway.resource.EcsService.Endpoint;
import dev.slipway.resource.EcsService.Network;
import dev.slipway.resource.EcsService.Registry;
import dev.slipway.resource.EcsService.Replacement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;

/** What a manifest says about the ECS service. */
final class WantedEcsService {
    private static final int DEFAULT_GRACE_PERIOD = 60;
    private static final String WINDOWS_PLATFORM = "1.0.0";

    private WantedEcsService() {}

    /** @param name the name it is to have, which may be that of one that exists */
    static EcsService of(Service service, Existing existing, String name) {
        Manifest manifest = service.manifest();
        boolean autoscaled = manifest.count() instanceof Count.Range;
        return new EcsService(
                name,
                TaskDefinitions.keyOf(service, existing),
                autoscaled
                        ? tasksNow(existing, manifest.count().initial())
                        : manifest.count().initial(),
                autoscaled,
                capacityProviders(manifest.count()),
                manifest.platform().isWindows() ? WINDOWS_PLATFORM : "LATEST",
                new Replacement(
                        manifest.deployment().recreate() ? 0 : 100,
                        manifest.deployment().recreate() ? 100 : 200,
                        true),
                new AnyOrder(Stream.concat(
                                manifest.deployment().rollbackAlarms().stream(),
                                Alarms.namesOf(service.id(), manifest.deployment()).stream())
                        .toList()),
                network(service),
                attachments(service, existing),
                Containers.target(manifest)
                        .map(target -> new Registry(service.id().service(), target.port())),
                connect(service),
                manifest.exec(),
                gracePeriod(manifest),
                "SERVICE",
                service.tags());
    }

    /** The number that an autoscaled service has reached is kept, whichever of its ECS services has it. */
    private static int tasksNow(Existing existing, int otherwise) {
        return existing.of(EcsService.class).stream()
                .mapToInt(found -> found.state().tasks())
                .max()
                .orElse(otherwise);
    }

    private static List<CapacityProvider> capacityProviders(Count count) {
        CapacityProvider spot = new CapacityProvider("FARGATE_SPOT", 0, 1);
        if (count instanceof Count.Spot) {
            return List.of(spot);
        }
        if (count instanceof Count.Range range && range.spotFrom().isPresent()) {
            int from = range.spotFrom().getAsInt();
            return from < range.min()
                    ? List.of(spot)
                    : List.of(spot, new CapacityProvider("FARGATE", Math.max(0, from - 1), 0));
        }
        return List.of();
    }

    private static Network network(Service service) {
        Manifest.Network network = service.manifest().network();
        List<String> groups = new ArrayList<>();
        if (!network.securityGroups().denyDefault()) {
            groups.add(service.environment().securityGroup());
        }
        network.securityGroups().groups().forEach(group -> groups.add(service.resolve(group)));
        return new Network(
                network.placement() instanceof Placement.Public, new AnyOrder(service.subnets()), new AnyOrder(groups));
    }

    /** Each http rule's target, then each network listener's, with the target group of the same place in the list. */
    private static List<Attachment> attachments(Service service, Existing existing) {
        Manifest manifest = service.manifest();
        List<Target> targets = new ArrayList<>();
        manifest.http().ifPresent(http -> http.rules().forEach(rule -> targets.add(rule.target())));
        manifest.nlb().ifPresent(nlb -> nlb.listeners().forEach(listener -> targets.add(listener.target())));
        List<TargetGroup> groups = TargetGroups.of(service, existing);
        List<Attachment> attachments = new ArrayList<>();
        for (int i = 0; i < targets.size(); i++) {
            attachments.add(new Attachment(
                    targets.get(i).container(),
                    targets.get(i).port(),
                    groups.get(i).name()));
        }
        return sorted(attachments);
    }

    static List<Attachment> sorted(List<Attachment> attachments) {
        return attachments.stream()
                .sorted(Comparator.comparing(Attachment::container)
                        .thenComparing(Attachment::port)
                        .thenComparing(Attachment::targetGroup))
                .toList();
    }

    private static Optional<Connect> connect(Service service) {
        return service.manifest()
                .network()
                .connect()
                .map(alias -> new Connect(
                        service.environment().discoveryEndpoint(),
                        Containers.logOptions(service),
                        Containers.tcpTarget(service.manifest())
                                .map(target -> new Endpoint(
                                        Containers.TARGET_PORT_NAME,
                                        service.id().service() + "-sc",
                                        target.port(),
                                        alias))
                                .stream()
                                .toList()));
    }

    private static OptionalInt gracePeriod(Manifest manifest) {
        if (manifest.type() == Type.BACKEND_SERVICE && manifest.http().isEmpty()) {
            return OptionalInt.empty();
        }
        OptionalInt http = manifest.http().map(Manifest.Http::gracePeriod).orElse(OptionalInt.empty());
        if (http.isPresent()) {
            return http;
        }
        OptionalInt nlb =
                manifest.nlb().map(Manifest.NetworkLoadBalancer::gracePeriod).orElse(OptionalInt.empty());
        return OptionalInt.of(nlb.orElse(DEFAULT_GRACE_PERIOD));
    }
}
