package dev.slipway.aws;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;

/** The one table that says what an AWS error means to us, whichever service it comes from. */
public final class AwsErrors {

    /** What to make of an error. */
    public enum Meaning {
        /** Nothing was wrong with the request: throttled, or AWS had a bad moment. */
        RETRY,
        /** What was to be made is there already. */
        EXISTS,
        /** What was to be read, changed or deleted is not there. */
        GONE,
        /** What was to be deleted is still used. */
        IN_USE,
        /** The role lacks a permission. */
        DENIED,
        /** A quota is reached. */
        QUOTA,
        /** The request is refused as it is, and would be again. */
        REFUSED
    }

    private static final Set<String> EXISTS = Set.of(
            "DuplicateTargetGroupName",
            "DuplicateLoadBalancerName",
            "DuplicateListener",
            "PriorityInUse",
            "EntityAlreadyExists",
            "EntityAlreadyExistsException",
            "ResourceAlreadyExistsException",
            "ParameterAlreadyExists",
            "ServiceAlreadyExists",
            "AccessPointAlreadyExists",
            "InvalidGroup.Duplicate",
            "InvalidPermission.Duplicate");

    private static final Set<String> GONE = Set.of(
            "RuleNotFound",
            "TargetGroupNotFound",
            "ListenerNotFound",
            "LoadBalancerNotFound",
            "CertificateNotFound",
            "NoSuchEntity",
            "NoSuchEntityException",
            "ResourceNotFoundException",
            "ResourceNotFound",
            "ParameterNotFound",
            "ServiceNotFound",
            "ServiceNotFoundException",
            "ServiceNotActiveException",
            "NamespaceNotFound",
            "ClusterNotFoundException",
            "ObjectNotFoundException",
            "NotFoundException",
            "NotFound",
            "AccessPointNotFound",
            "FileSystemNotFound",
            "InvalidGroup.NotFound",
            "InvalidPermission.NotFound",
            "RepositoryNotFoundException",
            "ImageNotFoundException",
            "NoSuchKey",
            "NoSuchVersion",
            "NoSuchBucket",
            "NoSuchHostedZone");

    private static final Set<String> IN_USE =
            Set.of("ResourceInUse", "ResourceInUseException", "DependencyViolation", "DeleteConflict");

    private static final Set<String> DENIED =
            Set.of("AccessDenied", "AccessDeniedException", "UnauthorizedOperation", "AuthorizationError");

    private static final Set<String> QUOTA = Set.of(
            "TooManyRules",
            "TooManyTargetGroups",
            "TooManyCertificates",
            "TooManyLoadBalancers",
            "TooManyListeners",
            "TooManyUniqueTargetGroupsPerLoadBalancer",
            "TooManyTags",
            "LimitExceeded",
            "LimitExceededException",
            "ResourceLimitExceeded",
            "ParameterLimitExceeded",
            "ServiceQuotaExceededException");

    /** Codes that say nothing wrong was asked, only at the wrong moment: AWS wants the request again. */
    private static final Set<String> RETRY = Set.of(
            "ConcurrentModification",
            "ConcurrentModificationException",
            "OperationAbortedException",
            "ConcurrentAccess",
            "ConcurrentAccessException",
            "UpdateInProgressException",
            "EntityTemporarilyUnmodifiable",
            "IncorrectFileSystemLifeCycleState");

    /**
     * Where one code says many things, its message decides. A role that was made a moment ago is for some seconds not
     * there yet for ECS and for the check of iam:PassRole, a target group not yet on its load balancer.
     *
     * @see <a href="https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot.html">IAM is eventually consistent</a>
     */
    private static final Map<String, Meaning> BY_MESSAGE = Map.ofEntries(
            Map.entry("ClientException: Role is not valid", Meaning.RETRY),
            Map.entry("AccessDeniedException: iam:PassRole", Meaning.RETRY),
            Map.entry("InvalidParameterException: does not have an associated load balancer", Meaning.RETRY),
            Map.entry("InvalidParameterException: Unable to assume the service linked role", Meaning.RETRY),
            Map.entry("InvalidParameterException: not idempotent", Meaning.EXISTS),
            Map.entry("InvalidParameterException: still Draining", Meaning.IN_USE),
            Map.entry("InvalidParameter: already exists with different", Meaning.EXISTS),
            Map.entry("ClientException: Unable to describe task definition", Meaning.GONE),
            Map.entry("ClientException: task definition does not exist", Meaning.GONE),
            Map.entry("ClientException: task definition is inactive", Meaning.GONE));

    private static final Map<Set<String>, Meaning> MEANINGS = Map.of(
            RETRY, Meaning.RETRY,
            EXISTS, Meaning.EXISTS,
            GONE, Meaning.GONE,
            IN_USE, Meaning.IN_USE,
            DENIED, Meaning.DENIED,
            QUOTA, Meaning.QUOTA);

    /** As {@link #describe} writes it, alone or after what it happened to. */
    private static final Pattern DESCRIBED =
            Pattern.compile("(?:^|: )([A-Z][A-Za-z0-9.]{3,}): .*? \\(\\w+, request [^)]*\\)");

    private AwsErrors() {}

    public static Meaning meaning(SdkException e) {
        if (e instanceof SdkClientException) {
            return Meaning.RETRY;
        }
        AwsServiceException service = (AwsServiceException) e;
        if (service.isThrottlingException() || service.statusCode() >= 500 || service.isClockSkewException()) {
            return Meaning.RETRY;
        }
        String code = code(service);
        String message = service.awsErrorDetails() == null
                ? null
                : service.awsErrorDetails().errorMessage();
        if (message != null) {
            for (Map.Entry<String, Meaning> entry : BY_MESSAGE.entrySet()) {
                String[] parts = entry.getKey().split(": ", 2);
                if (parts[0].equals(code) && message.contains(parts[1])) {
                    return entry.getValue();
                }
            }
        }
        return meaning(code);
    }

    /** What a code alone says: throttling and AWS's own bad moments are not among them. */
    public static Meaning meaning(String code) {
        return MEANINGS.entrySet().stream()
                .filter(meaning -> meaning.getKey().contains(code))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse(Meaning.REFUSED);
    }

    public static boolean is(Meaning meaning, SdkException e) {
        return meaning(e) == meaning;
    }

    /** The error's code as the SDK has it; empty where AWS named none. */
    public static String code(AwsServiceException e) {
        return e.awsErrorDetails() == null || e.awsErrorDetails().errorCode() == null
                ? ""
                : e.awsErrorDetails().errorCode();
    }

    /** The first error code in a text that has it from {@link #describe}. */
    public static Optional<String> codeIn(String text) {
        Matcher matcher = DESCRIBED.matcher(text);
        return matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty();
    }

    /** One line for the user: the code, what AWS said, and the request id that AWS support asks for. */
    public static String describe(SdkException e) {
        if (!(e instanceof AwsServiceException service) || service.awsErrorDetails() == null) {
            return e.getMessage();
        }
        return "%s: %s (%s, request %s)"
                .formatted(
                        code(service),
                        service.awsErrorDetails().errorMessage(),
                        service.awsErrorDetails().serviceName(),
                        service.requestId());
    }
}
