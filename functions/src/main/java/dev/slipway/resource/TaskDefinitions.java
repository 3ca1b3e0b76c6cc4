package dev.slipway.resource;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.aws.AwsErrors;
import dev.slipway.aws.AwsErrors.Meaning;
import dev.slipway.aws.ModelJson;
import dev.slipway.aws.Names;
import dev.slipway.aws.ServiceId;
import dev.slipway.aws.Tags;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.ecs.model.DescribeTaskDefinitionResponse;
import software.amazon.awssdk.services.ecs.model.EcsException;
import software.amazon.awssdk.services.ecs.model.RegisterTaskDefinitionRequest;
import software.amazon.awssdk.services.ecs.model.SortOrder;
import software.amazon.awssdk.services.ecs.model.Tag;
import software.amazon.awssdk.services.ecs.model.TaskDefinitionField;
import software.amazon.awssdk.services.ecs.model.TaskDefinitionStatus;

/**
 * The active revisions of a service's task family. As with Copilot there is one when a deployment has ended: what it
 * replaced is deregistered, which neither stops tasks that run with it nor keeps ECS from starting more.
 */
public final class TaskDefinitions implements ResourceKind<TaskDefinition> {
    private static final String KIND = "task-definition";
    private static final int FAMILY_LIMIT = 255;

    /** The newest are looked at: more active revisions than this are not Slipway's doing. */
    private static final int NEWEST = 20;

    private static final JsonMapper JSON = new JsonMapper();

    private final EcsClient ecs;

    public TaskDefinitions(EcsClient ecs) {
        this.ecs = ecs;
    }

    /** {@code <application>-<environment>-<service>}. */
    public static String familyOf(ServiceId id) {
        return Names.limited(FAMILY_LIMIT, id.stem(), "");
    }

    /**
     * Which definition the service is to run: the revision that it runs, or any other that is there, if that has the
     * wanted content, else one to be registered.
     *
     * @throws OverrideException if the overrides ask for what does not exist
     */
    public static String keyOf(Service service, Existing existing) {
        return wanted(service, existing).key();
    }

    /** The images that the service runs now, by container; none where it runs nothing of its own family. */
    public static Map<String, String> images(Existing existing) {
        Map<String, String> images = new TreeMap<>();
        existing.of(EcsService.class).stream()
                .map(found -> found.state().taskDefinition())
                .findFirst()
                .flatMap(running -> existing.of(TaskDefinition.class).stream()
                        .map(Found::state)
                        .filter(definition -> definition.key().equals(running))
                        .findFirst())
                .ifPresent(definition -> definition
                        .content()
                        .path("containerDefinitions")
                        .forEach(container -> images.put(
                                container.path("name").asText(),
                                container.path("image").asText())));
        return images;
    }

    /** The {@code valueFrom} of every secret that a service's containers and their logs are to be given. */
    public static Set<String> secrets(Service service) {
        Set<String> secrets = new LinkedHashSet<>();
        TaskDefinitionTemplate.content(service).path("containerDefinitions").forEach(container -> {
            container
                    .path("secrets")
                    .forEach(secret -> secrets.add(secret.path("valueFrom").asText()));
            container
                    .path("logConfiguration")
                    .path("secretOptions")
                    .forEach(secret -> secrets.add(secret.path("valueFrom").asText()));
        });
        return secrets;
    }

    private static TaskDefinition wanted(Service service, Existing existing) {
        ObjectNode content = TaskDefinitionTemplate.content(service);
        Map<String, String> tags = new TreeMap<>(service.tags());
        JsonNode overrides = content.remove("tags");
        if (overrides != null) {
            overrides.forEach(tag ->
                    tags.putIfAbsent(tag.path("key").asText(), tag.path("value").asText()));
        }
        return new TaskDefinition(keyOf(service, existing, content), content, tags);
    }

    private static String keyOf(Service service, Existing existing, JsonNode content) {
        List<String> same = existing.of(TaskDefinition.class).stream()
                .map(Found::state)
                .filter(definition -> definition.sameContent(content))
                .map(TaskDefinition::key)
                .toList();
        return existing.of(EcsService.class).stream()
                .map(found -> found.state().taskDefinition())
                .filter(same::contains)
                .findFirst()
                .or(() -> same.stream().findFirst())
                .orElseGet(() -> familyOf(service.id()) + ":+"
                        + Names.hash(16, TaskDefinitionContent.meaning(content).toString()));
    }

    /** The key that a revision has in this deployment: the one that it was registered for, else its name and number. */
    static String keyOf(String arn, Arns arns) {
        return arns.of(KIND).entrySet().stream()
                .filter(known -> known.getValue().equals(arn))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElseGet(() -> arn.substring(arn.lastIndexOf('/') + 1));
    }

    @Override
    public String name() {
        return KIND;
    }

    @Override
    public Class<TaskDefinition> type() {
        return TaskDefinition.class;
    }

    /** They name roles, log group and access points. */
    @Override
    public int stage() {
        return 2;
    }

    @Override
    public boolean isVersioned() {
        return true;
    }

    @Override
    public List<TaskDefinition> desired(Service service, Existing existing) {
        return List.of(wanted(service, existing));
    }

    /** The ECS service names the one that it runs; they name access points. */
    @Override
    public List<Class<? extends Resource>> readAfter() {
        return List.of(EcsService.class, AccessPoint.class);
    }

    /** The newest revisions, and those that this deployment knows: what the service runs, what an earlier step made. */
    @Override
    public List<Found<TaskDefinition>> read(Scope scope, Arns arns) {
        String family = familyOf(scope.id());
        Set<String> revisions = new LinkedHashSet<>(ecs.listTaskDefinitions(r -> r.familyPrefix(family)
                        .status(TaskDefinitionStatus.ACTIVE)
                        .sort(SortOrder.DESC)
                        .maxResults(NEWEST))
                .taskDefinitionArns());
        revisions.addAll(arns.of(KIND).values());
        return revisions.stream()
                .flatMap(arn -> find(arn, scope, arns).stream())
                .toList();
    }

    /** Empty where it is gone, deregistered, or another's. */
    private Optional<Found<TaskDefinition>> find(String arnOrFamily, Scope scope, Arns arns) {
        DescribeTaskDefinitionResponse response;
        try {
            response = ecs.describeTaskDefinition(
                    r -> r.taskDefinition(arnOrFamily).include(TaskDefinitionField.TAGS));
        } catch (EcsException e) {
            if (AwsErrors.is(Meaning.GONE, e)) {
                return Optional.empty();
            }
            throw e;
        }
        var definition = response.taskDefinition();
        Map<String, String> tags = new TreeMap<>();
        response.tags().forEach(tag -> tags.put(tag.key(), tag.value()));
        if (definition.status() != TaskDefinitionStatus.ACTIVE || !Tags.belongTo(scope.id(), tags)) {
            return Optional.empty();
        }
        String arn = definition.taskDefinitionArn();
        tags.keySet().removeIf(key -> key.startsWith("aws:"));
        return Optional.of(new Found<>(new TaskDefinition(keyOf(arn, arns), content(definition, arns), tags), arn));
    }

    /** Of all that ECS says about a definition, what was registered. */
    private static JsonNode content(software.amazon.awssdk.services.ecs.model.TaskDefinition definition, Arns arns) {
        ObjectNode content = ModelJson.write(definition);
        content.retain(
                RegisterTaskDefinitionRequest.builder().sdkFieldNameToField().keySet());
        return parse(AccessPoints.withPlaceholders(content.toString(), arns));
    }

    private static JsonNode parse(String json) {
        try {
            return JSON.readTree(json);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree that was written as JSON is not JSON", e);
        }
    }

    /**
     * Registering has no idempotency token: a function that is run again finds its revision as the newest one, and a call
     * that the SDK has repeated, since its answer was lost, has made one too many.
     */
    @Override
    public String create(TaskDefinition wanted, Scope scope, Arns arns) {
        String family = wanted.content().path("family").asText();
        Optional<Found<TaskDefinition>> newest = find(family, scope, arns);
        if (newest.isPresent() && newest.get().state().sameContent(wanted.content())) {
            return update(newest.get(), wanted, scope, arns);
        }
        String arn = ecs.registerTaskDefinition(request(wanted, arns))
                .taskDefinition()
                .taskDefinitionArn();
        takeBackRepeated(arn, newest, wanted, scope, arns);
        return arn;
    }

    /** Deregisters what is the same, between the newest revision of before and the one that was made last. */
    private void takeBackRepeated(
            String arn, Optional<Found<TaskDefinition>> newest, TaskDefinition wanted, Scope scope, Arns arns) {
        int colon = arn.lastIndexOf(':');
        for (int revision = Integer.parseInt(arn.substring(colon + 1)) - 1; revision > 0; revision--) {
            String earlier = arn.substring(0, colon + 1) + revision;
            if (newest.filter(found -> found.arn().equals(earlier)).isPresent()) {
                return;
            }
            Optional<Found<TaskDefinition>> repeated =
                    find(earlier, scope, arns).filter(found -> found.state().sameContent(wanted.content()));
            if (repeated.isEmpty()) {
                return;
            }
            remove(repeated.get(), scope, arns);
        }
    }

    static RegisterTaskDefinitionRequest request(TaskDefinition wanted, Arns arns) {
        JsonNode content = parse(AccessPoints.resolve(wanted.content().toString(), arns));
        return ModelJson.read(content, RegisterTaskDefinitionRequest.builder())
                .tags(tags(wanted))
                .build();
    }

    private static List<Tag> tags(TaskDefinition definition) {
        return definition.tags().entrySet().stream()
                .map(tag ->
                        Tag.builder().key(tag.getKey()).value(tag.getValue()).build())
                .toList();
    }

    @Override
    public String update(Found<TaskDefinition> from, TaskDefinition to, Scope scope, Arns arns) {
        if (!from.state().tags().equals(to.tags())) {
            ecs.tagResource(r -> r.resourceArn(from.arn()).tags(tags(to)));
        }
        return from.arn();
    }

    @Override
    public void remove(Found<TaskDefinition> existing, Scope scope, Arns arns) {
        try {
            ecs.deregisterTaskDefinition(r -> r.taskDefinition(existing.arn()));
        } catch (EcsException e) {
            if (!AwsErrors.is(Meaning.GONE, e)) {
                throw e;
            }
        }
    }
}
