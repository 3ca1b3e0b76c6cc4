package dev.slipway.environment;

import dev.slipway.environment.References.Reference;
import dev.slipway.manifest.Manifest;
import dev.slipway.manifest.Manifest.Placement;
import dev.slipway.manifest.Manifest.Value;
import dev.slipway.manifest.Problem;
import dev.slipway.manifest.Reading;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.ec2.model.SecurityGroup;
import software.amazon.awssdk.services.ec2.model.Subnet;

/** The subnets and security groups that a manifest places its tasks in: looked up, and checked to be in the VPC. */
public final class Vpc {
    private static final String PLACEMENT = "network.vpc.placement";
    private static final String SUBNETS = PLACEMENT + ".subnets";

    private final Ec2Client ec2;

    public Vpc(Ec2Client ec2) {
        this.ec2 = ec2;
    }

    /** Ids of the subnets that the tasks run in. That the environment has any at all is checked elsewhere. */
    public Answer<List<String>> subnets(Reading reading, Manifest manifest, Environment environment) {
        Placement placement = manifest.network().placement();
        if (placement instanceof Placement.Private) {
            return Answer.of(environment.privateSubnets());
        }
        if (placement instanceof Placement.Subnets explicit) {
            return new Answer<>(explicit.ids(), misplaced(reading, explicit.ids(), environment));
        }
        if (placement instanceof Placement.TaggedSubnets tagged) {
            return tagged(reading, tagged.tags(), environment);
        }
        return Answer.of(environment.publicSubnets());
    }

    /** Checks that the security groups which the manifest adds exist and are in the environment's VPC. */
    public List<Problem> securityGroups(
            Reading reading, Manifest manifest, Environment environment, Map<String, String> exports) {
        Map<String, Reference<Value>> wanted = new LinkedHashMap<>();
        for (Reference<Value> group : References.securityGroups(reading, manifest)) {
            if (group.target() instanceof Value.Text text) {
                wanted.putIfAbsent(text.text(), group);
            } else if (group.target() instanceof Value.Export export && exports.containsKey(export.name())) {
                wanted.putIfAbsent(exports.get(export.name()), group);
            }
        }
        if (wanted.isEmpty()) {
            return List.of();
        }
        // A filter leaves out what is not there; asking by id would fail for all if one is missing or malformed.
        Map<String, String> vpcs = ec2
                .describeSecurityGroupsPaginator(
                        request -> request.filters(filter("group-id", List.copyOf(wanted.keySet()))))
                .securityGroups()
                .stream()
                .collect(Collectors.toMap(SecurityGroup::groupId, SecurityGroup::vpcId));
        List<Problem> problems = new ArrayList<>();
        wanted.forEach((id, reference) -> {
            if (!environment.vpc().equals(vpcs.get(id))) {
                problems.add(notInVpc("security group", id, vpcs.get(id), reference.path(), reading, environment));
            }
        });
        return problems;
    }

    private List<Problem> misplaced(Reading reading, List<String> ids, Environment environment) {
        Map<String, String> vpcs = describe(List.of(filter("subnet-id", ids))).stream()
                .collect(Collectors.toMap(Subnet::subnetId, Subnet::vpcId));
        List<Problem> problems = new ArrayList<>();
        for (int i = 0; i < ids.size(); i++) {
            String id = ids.get(i);
            if (!environment.vpc().equals(vpcs.get(id))) {
                String path = SUBNETS + "[" + i + "]";
                problems.add(notInVpc("subnet", id, vpcs.get(id), path, reading, environment));
            }
        }
        return problems;
    }

    /** Subnets by tags are looked for in the whole region, as Copilot does; one of another VPC would be refused by ECS. */
    private Answer<List<String>> tagged(Reading reading, Map<String, List<String>> tags, Environment environment) {
        String path = SUBNETS + ".from_tags";
        List<Filter> filters = tags.entrySet().stream()
                .map(tag -> tag.getValue().isEmpty()
                        ? filter("tag-key", List.of(tag.getKey()))
                        : filter("tag:" + tag.getKey(), tag.getValue()))
                .toList();
        List<Subnet> found = describe(filters);
        List<Problem> problems = new ArrayList<>();
        if (found.isEmpty()) {
            problems.add(Problem.error(
                    "subnet-not-found", path, reading.at(path), "no subnet of this region has the tags " + tags));
        }
        for (Subnet subnet : found) {
            if (!environment.vpc().equals(subnet.vpcId())) {
                problems.add(notInVpc("subnet", subnet.subnetId(), subnet.vpcId(), path, reading, environment));
            }
        }
        return new Answer<>(found.stream().map(Subnet::subnetId).sorted().toList(), problems);
    }

    private List<Subnet> describe(List<Filter> filters) {
        return ec2.describeSubnetsPaginator(request -> request.filters(filters)).subnets().stream()
                .toList();
    }

    private static Problem notInVpc(
            String kind, String id, String vpc, String path, Reading reading, Environment environment) {
        String code = kind.replace(' ', '-');
        return vpc == null
                ? Problem.error(
                        code + "-not-found", path, reading.at(path), "there is no %s \"%s\"".formatted(kind, id))
                : Problem.error(
                        code + "-outside-vpc",
                        path,
                        reading.at(path),
                        "%s \"%s\" is in %s, not in the environment's VPC %s"
                                .formatted(kind, id, vpc, environment.vpc()));
    }

    private static Filter filter(String name, List<String> values) {
        return Filter.builder().name(name).values(values).build();
    }
}
