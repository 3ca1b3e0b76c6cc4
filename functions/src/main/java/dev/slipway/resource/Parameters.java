package dev.slipway.resource;

import dev.slipway.aws.ParameterTags;
import dev.slipway.aws.ServiceId;
import dev.slipway.aws.Tags;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.awssdk.services.resourcegroupstaggingapi.ResourceGroupsTaggingApiClient;
import software.amazon.awssdk.services.resourcegroupstaggingapi.model.TagFilter;
import software.amazon.awssdk.services.ssm.SsmClient;
import software.amazon.awssdk.services.ssm.model.ParameterAlreadyExistsException;
import software.amazon.awssdk.services.ssm.model.ParameterNotFoundException;
import software.amazon.awssdk.services.ssm.model.ParameterType;
import software.amazon.awssdk.services.ssm.model.Tag;

/**
 * What others may look up about a service: Copilot's own record of it, without which Copilot's tools would not list it,
 * and under {@code /slipway/<application>/<environment>/<service>/} its endpoint, its target group and its image.
 *
 * <p>Copilot's record has no environment: it stands for the service in all of them. It is therefore removed only with
 * the last of them.
 */
public final class Parameters implements ResourceKind<Parameter> {
    private final SsmClient ssm;
    private final ResourceGroupsTaggingApiClient tagging;
    private final ParameterTags parameterTags;

    public Parameters(SsmClient ssm, ResourceGroupsTaggingApiClient tagging) {
        this.ssm = ssm;
        this.tagging = tagging;
        this.parameterTags = new ParameterTags(ssm);
    }

    @Override
    public String name() {
        return "parameter";
    }

    @Override
    public Class<Parameter> type() {
        return Parameter.class;
    }

    @Override
    public boolean isIndependent() {
        return true;
    }

    @Override
    public List<Parameter> desired(Service service, Existing existing) {
        ServiceId id = service.id();
        List<Parameter> wanted = new ArrayList<>();
        wanted.add(new Parameter(
                component(id), CopilotComponent.json(id, service.manifest().type().label)));
        Routing.endpoint(service).ifPresent(endpoint -> wanted.add(new Parameter(endpoint(id), endpoint)));
        wanted.add(new Parameter(image(id), service.images().get(id.service())));
        TargetGroups.of(service, existing).stream()
                .findFirst()
                .ifPresent(group -> wanted.add(new Parameter(targetGroup(id), group.key())));
        return wanted;
    }

    /** One of them names a target group. */
    @Override
    public List<Class<? extends Resource>> readAfter() {
        return List.of(TargetGroup.class);
    }

    @Override
    public List<Found<Parameter>> read(Scope scope, Arns arns) {
        ServiceId id = scope.id();
        Map<String, String> values = new TreeMap<>();
        ssm.getParameters(request -> request.names(component(id), endpoint(id), image(id), targetGroup(id)))
                .parameters()
                .forEach(parameter -> values.put(parameter.name(), parameter.value()));

        List<Found<Parameter>> found = new ArrayList<>();
        values.forEach((name, value) -> {
            checkOwner(scope, name, arns);
            found.add(new Found<>(new Parameter(name, ofRecord(id, name, value, arns)), arn(scope, name)));
        });
        return found;
    }

    @Override
    public String create(Parameter wanted, Scope scope, Arns arns) {
        try {
            ssm.putParameter(request -> request.name(wanted.name())
                    .type(ParameterType.STRING)
                    .description(description(scope.id(), wanted))
                    .value(ofParameter(scope.id(), wanted, arns))
                    .tags(tags(scope, wanted.name())));
            return arn(scope, wanted.name());
        } catch (ParameterAlreadyExistsException e) {
            checkOwner(scope, wanted.name(), arns);
            return put(wanted, scope, arns);
        }
    }

    @Override
    public String update(Found<Parameter> from, Parameter to, Scope scope, Arns arns) {
        return put(to, scope, arns);
    }

    @Override
    public void remove(Found<Parameter> existing, Scope scope, Arns arns) {
        String name = existing.state().name();
        if (name.equals(component(scope.id())) && runsElsewhere(scope.id())) {
            return;
        }
        try {
            ssm.deleteParameter(request -> request.name(name));
        } catch (ParameterNotFoundException e) {
            // Gone already, as it should be.
        }
    }

    /** An overwriting PutParameter leaves tags as they are, and refuses to be given any. */
    private String put(Parameter wanted, Scope scope, Arns arns) {
        ssm.putParameter(request -> request.name(wanted.name())
                .type(ParameterType.STRING)
                .description(description(scope.id(), wanted))
                .value(ofParameter(scope.id(), wanted, arns))
                .overwrite(true));
        return arn(scope, wanted.name());
    }

    private boolean runsElsewhere(ServiceId id) {
        return tagging
                .getResourcesPaginator(request -> request.resourceTypeFilters("ecs:service")
                        .tagFilters(
                                tagFilter(Tags.APPLICATION, id.application()), tagFilter(Tags.SERVICE, id.service())))
                .resourceTagMappingList()
                .stream()
                .flatMap(resource -> resource.tags().stream())
                .anyMatch(tag ->
                        tag.key().equals(Tags.ENVIRONMENT) && !tag.value().equals(id.environment()));
    }

    private void checkOwner(Scope scope, String name, Arns arns) {
        ServiceId id = scope.id();
        Map<String, String> tags = new TreeMap<>(
                arns.tags(arn(scope, name), () -> parameterTags.of(name).orElse(Map.of())));
        if (name.equals(component(id))) {
            tags.put(Tags.ENVIRONMENT, id.environment());
        }
        Ownership.check(id, "the parameter \"" + name + "\"", tags);
    }

    private static List<Tag> tags(Scope scope, String name) {
        return scope.tags().entrySet().stream()
                .filter(tag ->
                        !name.equals(component(scope.id())) || !tag.getKey().equals(Tags.ENVIRONMENT))
                .map(tag ->
                        Tag.builder().key(tag.getKey()).value(tag.getValue()).build())
                .toList();
    }

    /** What the record says of a parameter's value: of the target group's ARN, its name. */
    private static String ofRecord(ServiceId id, String name, String value, Arns arns) {
        if (!name.equals(targetGroup(id))) {
            return value;
        }
        String group = value.replaceAll("^.*:targetgroup/([^/]+)/.*$", "$1");
        // One that was deleted and made again has the same name and another ARN.
        boolean outdated = !arns.of("target-group").getOrDefault(group, value).equals(value);
        return outdated ? value : group;
    }

    private static String ofParameter(ServiceId id, Parameter parameter, Arns arns) {
        return parameter.name().equals(targetGroup(id)) && !parameter.value().startsWith("arn:")
                ? arns.get("target-group", parameter.value())
                : parameter.value();
    }

    private static String description(ServiceId id, Parameter parameter) {
        return parameter.name().equals(component(id))
                ? CopilotComponent.description(parameter.value())
                : "Written by Slipway at every deployment of " + id.stem();
    }

    private static String component(ServiceId id) {
        return "/copilot/applications/%s/components/%s".formatted(id.application(), id.service());
    }

    private static String path(ServiceId id) {
        return "/slipway/%s/%s/%s/".formatted(id.application(), id.environment(), id.service());
    }

    private static String endpoint(ServiceId id) {
        return path(id) + "endpoint";
    }

    private static String image(ServiceId id) {
        return path(id) + "image";
    }

    private static String targetGroup(ServiceId id) {
        return path(id) + "target-group";
    }

    private static String arn(Scope scope, String name) {
        return scope.environment().arn("ssm", "parameter" + name);
    }

    private static TagFilter tagFilter(String key, String value) {
        return TagFilter.builder().key(key).values(value).build();
    }
}
