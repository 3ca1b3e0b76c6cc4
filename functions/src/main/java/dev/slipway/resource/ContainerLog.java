package dev.slipway.resource;

import dev.slipway.aws.AwsErrors;
import dev.slipway.aws.AwsErrors.Meaning;
import dev.slipway.aws.ServiceId;
import dev.slipway.resource.Rollout.FailedContainer;
import java.util.List;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.cloudwatchlogs.model.CloudWatchLogsException;

/** What a container wrote last. */
public final class ContainerLog {
    private final CloudWatchLogsClient logs;

    public ContainerLog(CloudWatchLogsClient logs) {
        this.logs = logs;
    }

    /** The last lines, the latest last; none where it wrote nothing, or not to CloudWatch. */
    public List<String> last(ServiceId id, FailedContainer container, int lines) {
        try {
            return logs
                    .getLogEvents(r -> r.logGroupName(LogGroups.nameOf(id))
                            .logStreamName("copilot/%s/%s".formatted(container.container(), container.task()))
                            .startFromHead(false)
                            .limit(lines))
                    .events()
                    .stream()
                    .map(event -> event.message().stripTrailing())
                    .toList();
        } catch (CloudWatchLogsException e) {
            if (AwsErrors.is(Meaning.GONE, e)) {
                return List.of();
            }
            throw e;
        }
    }
}
