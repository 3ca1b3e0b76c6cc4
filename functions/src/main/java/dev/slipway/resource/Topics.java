package dev.slipway.resource;

import dev.slipway.aws.AwsErrors;
import dev.slipway.aws.AwsErrors.Meaning;
import dev.slipway.aws.PolicyDocument;
import dev.slipway.aws.ServiceId;
import dev.slipway.aws.Tags;
import dev.slipway.environment.Environment;
import dev.slipway.manifest.Manifest;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import software.amazon.awssdk.services.sns.SnsClient;
import software.amazon.awssdk.services.sns.model.SnsException;
import software.amazon.awssdk.services.sns.model.Tag;

/** The topics of {@code publish}: {@code <application>-<environment>-<service>-<topic>}. */
public final class Topics implements ResourceKind<Topic> {
    private static final String KEY = "alias/aws/sns";

    private final SnsClient sns;

    public Topics(SnsClient sns) {
        this.sns = sns;
    }

    static String arn(ServiceId id, Environment environment, Manifest.Topic topic) {
        return environment.arn("sns", id.stem() + "-" + topic.fullName());
    }

    @Override
    public String name() {
        return "topic";
    }

    @Override
    public Class<Topic> type() {
        return Topic.class;
    }

    @Override
    public List<Topic> desired(Service service, Existing existing) {
        return service.manifest().topics().stream()
                .map(topic -> new Topic(
                        service.id().stem() + "-" + topic.fullName(),
                        topic.contentBasedDeduplication().orElse(false),
                        Optional.of(KEY),
                        policy(service.environment(), arn(service.id(), service.environment(), topic)),
                        service.tags()))
                .toList();
    }

    /** Queues of the account may subscribe: those of Copilot's worker services do. */
    private static String policy(Environment environment, String topic) {
        String root = "arn:%s:iam::%s:root".formatted(environment.partition(), environment.account());
        return PolicyDocument.of(List.of(Map.of(
                "Effect",
                "Allow",
                "Principal",
                Map.of("AWS", root),
                "Action",
                "sns:Subscribe",
                "Resource",
                topic,
                "Condition",
                Map.of("StringEquals", Map.of("sns:Protocol", "sqs")))));
    }

    @Override
    public boolean isShownBy(TagSearch search, Scope scope) {
        return search.shows(":sns:");
    }

    /** A service's topics are those with its tags among those with its prefix, which another service's name may share. */
    @Override
    public List<Found<Topic>> read(Scope scope, Arns arns) {
        String prefix = scope.id().stem() + "-";
        return sns.listTopicsPaginator(r -> {}).topics().stream()
                .map(topic -> topic.topicArn())
                .filter(arn -> nameIn(arn).startsWith(prefix))
                .flatMap(arn -> find(arn, scope).stream())
                .toList();
    }

    private static String nameIn(String arn) {
        return arn.substring(arn.lastIndexOf(':') + 1);
    }

    /** Empty where it is gone or not the service's. */
    private Optional<Found<Topic>> find(String arn, Scope scope) {
        try {
            Map<String, String> tags = tags(arn);
            if (!Tags.belongTo(scope.id(), tags)) {
                return Optional.empty();
            }
            Map<String, String> attributes =
                    sns.getTopicAttributes(r -> r.topicArn(arn)).attributes();
            Topic state = new Topic(
                    nameIn(arn),
                    Boolean.parseBoolean(attributes.get("ContentBasedDeduplication")),
                    Optional.ofNullable(attributes.get("KmsMasterKeyId")).filter(key -> !key.isEmpty()),
                    PolicyDocument.canonical(attributes.getOrDefault("Policy", "{}")),
                    Tags.known(tags, scope.tags()));
            return Optional.of(new Found<>(state, arn));
        } catch (SnsException e) {
            if (AwsErrors.is(Meaning.GONE, e)) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /** A topic of that name that is another's was passed over by {@link #read}. */
    @Override
    public void checkFree(Topic wanted, Scope scope, Arns arns) {
        try {
            Ownership.check(
                    scope.id(),
                    "the topic " + wanted.name(),
                    tags(scope.environment().arn("sns", wanted.name())));
        } catch (SnsException e) {
            if (!AwsErrors.is(Meaning.GONE, e)) {
                throw e;
            }
        }
    }

    private Map<String, String> tags(String arn) {
        Map<String, String> tags = new TreeMap<>();
        sns.listTagsForResource(r -> r.resourceArn(arn)).tags().forEach(tag -> tags.put(tag.key(), tag.value()));
        return tags;
    }

    /** A topic of that name is returned as it is, unless its attributes or tags differ. */
    @Override
    public String create(Topic wanted, Scope scope, Arns arns) {
        String arn = scope.environment().arn("sns", wanted.name());
        Optional<Found<Topic>> existing = find(arn, scope);
        if (existing.isPresent()) {
            return update(existing.get(), wanted, scope, arns);
        }
        try {
            return sns.createTopic(r ->
                            r.name(wanted.name()).attributes(attributes(wanted)).tags(tags(wanted)))
                    .topicArn();
        } catch (SnsException e) {
            if (AwsErrors.is(Meaning.EXISTS, e)) {
                throw new NotOursException("SNS topic " + wanted.name(), "somebody else, by its tags");
            }
            throw e;
        }
    }

    private static Map<String, String> attributes(Topic topic) {
        Map<String, String> attributes = new LinkedHashMap<>();
        if (topic.fifo()) {
            attributes.put("FifoTopic", "true");
            attributes.put("ContentBasedDeduplication", String.valueOf(topic.contentBasedDeduplication()));
        }
        topic.encryptionKey().ifPresent(key -> attributes.put("KmsMasterKeyId", key));
        attributes.put("Policy", topic.policy());
        return attributes;
    }

    private static List<Tag> tags(Topic topic) {
        return topic.tags().entrySet().stream()
                .map(tag ->
                        Tag.builder().key(tag.getKey()).value(tag.getValue()).build())
                .toList();
    }

    @Override
    public String update(Found<Topic> from, Topic to, Scope scope, Arns arns) {
        Map<String, String> changed = attributes(to);
        changed.entrySet().removeAll(attributes(from.state()).entrySet());
        if (to.encryptionKey().isEmpty() && from.state().encryptionKey().isPresent()) {
            changed.put("KmsMasterKeyId", "");
        }
        changed.forEach((name, value) -> sns.setTopicAttributes(
                r -> r.topicArn(from.arn()).attributeName(name).attributeValue(value)));
        if (!from.state().tags().equals(to.tags())) {
            sns.tagResource(r -> r.resourceArn(from.arn()).tags(tags(to)));
        }
        return from.arn();
    }

    @Override
    public void remove(Found<Topic> existing, Scope scope, Arns arns) {
        try {
            sns.deleteTopic(r -> r.topicArn(existing.arn()));
        } catch (SnsException e) {
            if (!AwsErrors.is(Meaning.GONE, e)) {
                throw e;
            }
        }
    }
}
