package dev.slipway.resource;

import dev.slipway.aws.AwsErrors;
import dev.slipway.aws.AwsErrors.Meaning;
import dev.slipway.aws.ServiceId;
import dev.slipway.aws.Tags;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.cloudwatchlogs.model.CloudWatchLogsException;

/** The one log group of a service, under the name that Copilot gives it: its logs survive the move to Slipway. */
public final class LogGroups implements ResourceKind<LogGroup> {
    private final CloudWatchLogsClient logs;

    public LogGroups(CloudWatchLogsClient logs) {
        this.logs = logs;
    }

    /** {@code /copilot/<application>-<environment>-<service>}. */
    public static String nameOf(ServiceId id) {
        return "/copilot/" + id.stem();
    }

    @Override
    public String name() {
        return "log-group";
    }

    @Override
    public Class<LogGroup> type() {
        return LogGroup.class;
    }

    /** It needs nothing of the step; beside the roles it takes no time of its own. */
    @Override
    public int stage() {
        return 1;
    }

    @Override
    public List<LogGroup> desired(Service service, Existing existing) {
        return List.of(new LogGroup(
                nameOf(service.id()),
                OptionalInt.of(service.manifest().logging().retention()),
                service.tags()));
    }

    @Override
    public List<Found<LogGroup>> read(Scope scope, Arns arns) {
        return find(nameOf(scope.id()), scope, arns).stream().toList();
    }

    private Optional<Found<LogGroup>> find(String name, Scope scope, Arns arns) {
        String arn = arn(name, scope);
        return logs.describeLogGroups(r -> r.logGroupNamePrefix(name)).logGroups().stream()
                .filter(group -> group.logGroupName().equals(name))
                .findFirst()
                .map(group -> {
                    Map<String, String> tags = arns.tags(arn, () -> logs.listTagsForResource(r -> r.resourceArn(arn))
                            .tags());
                    Ownership.check(scope.id(), "the log group " + name, tags);
                    OptionalInt retention = group.retentionInDays() == null
                            ? OptionalInt.empty()
                            : OptionalInt.of(group.retentionInDays());
                    return new Found<>(new LogGroup(name, retention, Tags.known(tags, scope.tags())), arn);
                });
    }

    /** Without the {@code :*} that older APIs append: tagging wants it so. */
    private static String arn(String name, Scope scope) {
        return scope.environment().arn("logs", "log-group:" + name);
    }

    @Override
    public String create(LogGroup wanted, Scope scope, Arns arns) {
        try {
            logs.createLogGroup(r -> r.logGroupName(wanted.name()).tags(wanted.tags()));
        } catch (CloudWatchLogsException e) {
            if (!AwsErrors.is(Meaning.EXISTS, e)) {
                throw e;
            }
            Optional<Found<LogGroup>> found = find(wanted.name(), scope, arns);
            if (found.isPresent()) {
                return update(found.get(), wanted, scope, arns);
            }
        }
        keep(wanted);
        return arn(wanted.name(), scope);
    }

    private void keep(LogGroup wanted) {
        if (wanted.retention().isPresent()) {
            logs.putRetentionPolicy(r -> r.logGroupName(wanted.name())
                    .retentionInDays(wanted.retention().getAsInt()));
        } else {
            logs.deleteRetentionPolicy(r -> r.logGroupName(wanted.name()));
        }
    }

    @Override
    public String update(Found<LogGroup> from, LogGroup to, Scope scope, Arns arns) {
        if (!from.state().retention().equals(to.retention())) {
            keep(to);
        }
        if (!from.state().tags().equals(to.tags())) {
            logs.tagResource(r -> r.resourceArn(from.arn()).tags(to.tags()));
        }
        return from.arn();
    }

    @Override
    public void remove(Found<LogGroup> existing, Scope scope, Arns arns) {
        try {
            logs.deleteLogGroup(r -> r.logGroupName(existing.state().name()));
        } catch (CloudWatchLogsException e) {
            if (!AwsErrors.is(Meaning.GONE, e)) {
                throw e;
            }
        }
    }
}
