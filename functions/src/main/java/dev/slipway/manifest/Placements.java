package dev.slipway.manifest;

import dev.slipway.manifest.Manifest.Network;
import dev.slipway.manifest.Manifest.Placement;
import dev.slipway.manifest.Manifest.SecurityGroups;
import dev.slipway.manifest.Manifest.Value;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Reads where tasks run in the network, and who reaches them. */
final class Placements {
    private Placements() {}

    static Network network(Place network, String service) {
        Place vpc = network.at("vpc");
        return new Network(
                connect(network.at("connect"), service),
                placement(vpc.at("placement")),
                securityGroups(vpc.at("security_groups")));
    }

    private static Optional<String> connect(Place connect, String service) {
        if (!connect.isMap()) {
            return connect.truth().orElse(false) ? Optional.of(service) : Optional.empty();
        }
        Place alias = connect.at("alias");
        if (!alias.isSet() || alias.text().filter(String::isBlank).isPresent()) {
            alias.missing("the name to be reached by, or write connect: true");
        }
        return Optional.of(alias.text().orElse(service));
    }

    private static Placement placement(Place place) {
        if (!place.isSet() || place.isUndefined()) {
            return new Placement.Public();
        }
        if (place.isMap()) {
            return subnets(place.at("subnets"));
        }
        String text = place.text().orElse("");
        if (text.isEmpty()) {
            place.error("invalid-value", "must be public or private, not empty");
        } else if (!text.equals("public") && !text.equals("private")) {
            place.error("invalid-value", "must be public or private, not \"" + Scalars.shortened(text) + "\"");
        }
        return text.equals("private") ? new Placement.Private() : new Placement.Public();
    }

    private static Placement subnets(Place subnets) {
        if (!subnets.isMap()) {
            List<String> ids = subnets.texts();
            if (ids.isEmpty() && !subnets.isUndefined()) {
                subnets.missing("a list of subnet ids, or from_tags");
            }
            return new Placement.Subnets(ids);
        }
        Map<String, List<String>> tags = new TreeMap<>();
        subnets.at("from_tags").entries().forEach((name, value) -> {
            tags.put(name, value.text().map(List::of).orElseGet(value::texts));
        });
        if (tags.isEmpty()) {
            subnets.at("from_tags").missing("the tags that the subnets have");
        }
        return new Placement.TaggedSubnets(tags);
    }

    private static SecurityGroups securityGroups(Place place) {
        boolean denyDefault = place.at("deny_default").truth().orElse(false);
        List<Value> groups = (place.isMap() ? place.at("groups") : place)
                .items().stream()
                        .map(Variables::value)
                        .flatMap(Optional::stream)
                        .toList();
        return new SecurityGroups(denyDefault, groups);
    }
}
