package dev.slipway.deployment;

import dev.slipway.aws.AwsErrors;
import java.util.List;
import java.util.regex.Pattern;

/** What the user can do about a failure: one sentence for each class of causes. Pure. */
enum Remedy {
    WRONG_PLATFORM(
            "no match for platform|matching platform|exec format error",
            "build the image for the platform that the tasks run on (docker build --platform linux/amd64), or ask for the"
                    + " image's own (\"platform: linux/arm64\" in the manifest)"),
    PULL_LIMIT(
            "CannotPullContainerError.*(toomanyrequests|rate limit|throttl)",
            "the registry limits anonymous pulls: pull from public.ecr.aws or from a registry of your own, or give"
                    + " \"image.credentials\""),
    PULL_DENIED(
            "CannotPullContainerError.*(AccessDenied|access denied|not authorized|forbidden|no basic auth)",
            "let the task execution role pull the image: by the policy of the repository if it is another account's,"
                    + " by \"image.credentials\" if the registry is private"),
    NO_WAY_OUT(
            "(CannotPull|ResourceInitialization)\\w*.*(timeout|timed out|deadline exceeded|no route|dial tcp|connection issue)",
            "the tasks' subnets need a way to AWS: public subnets with a public IP address, a NAT gateway, or VPC"
                    + " endpoints; see \"network.vpc.placement\" in the manifest"),
    NO_IMAGE("CannotPullContainerError", "push the image, or correct its name and tag under \"image\" in the manifest"),
    SECRET_DENIED(
            "ResourceInitializationError.*(AccessDenied|access denied|not authorized)",
            "let the task execution role read it: a secret or parameter of yours needs the tags copilot-application and"
                    + " copilot-environment, and its key may have to allow the role"),
    NO_SECRET(
            "ResourceInitializationError.*(secret|ssm|parameter|json key)",
            "create the secret or parameter again, or correct its name under \"secrets\" in the manifest"),
    NOT_STARTED(
            "ResourceInitializationError",
            "the tasks could not be given what they need to start; the reasons above are Fargate's own"),
    UNHEALTHY_TARGET(
            "load balancer's health check failed|failed ELB health checks|\\(Target\\.|\\(Elb\\.|is unhealthy in \\(target-group",
            "see that the container answers \"http.healthcheck\" on its port with a success code, and in time; give it"
                    + " longer to start with \"grace_period\""),
    UNHEALTHY_CONTAINER(
            "failed its health check",
            "run the command of \"image.healthcheck\" in the container; give it longer with \"start_period\""),
    OUT_OF_MEMORY(
            "OutOfMemory|exited with code 137",
            "give the tasks more \"memory\", or have the program take less; see also how it ends when it is told to stop"),
    NO_COMMAND(
            "exited with code 12[67]|executable file not found",
            "what the container is to run does not exist in the image, or may not be run: see \"command\" and"
                    + " \"entrypoint\" in the manifest"),
    EXITED(
            "exited with code",
            "the container's log says why it ended; the image can be run with the same variables elsewhere, too"),
    ALARM("deployment alarm|alarm detected", "one of \"deployment.rollback_alarms\" rang: see what it measured"),
    TOO_SLOW(
            "deployment\\.timeout",
            "see what the tasks wait for; if they only need longer, say so with \"deployment.timeout\" in the manifest"),
    OVERTAKEN(
            "runs another deployment now",
            "ECS went back, or somebody else changed the service meanwhile: its events in the console of ECS tell which"),
    STOPPED("The execution was stopped", "nothing is left to be put right");

    private static final Pattern BUSY = Pattern.compile(
            "Throttl|TooManyRequests|RequestLimitExceeded|SlowDown|Unavailable|Internal|ServerException");

    private static final String AGAIN = "; then upload the manifest again";

    private final Pattern sign;
    private final String text;

    Remedy(String sign, String text) {
        this.sign = Pattern.compile(sign, Pattern.CASE_INSENSITIVE);
        this.text = text;
    }

    /**
     * @param error code of AWS, or what Step Functions or an exception is called
     * @param lines the message, then the reasons, the first cause first
     */
    static String of(String error, List<String> lines) {
        // The only cause that shows itself in the log, below a reason that says less.
        if (lines.stream().anyMatch(line -> WRONG_PLATFORM.sign.matcher(line).find())) {
            return WRONG_PLATFORM.text + AGAIN;
        }
        List<String> said =
                lines.stream().filter(line -> !line.startsWith("log of ")).toList();
        if (said.stream().findFirst().flatMap(AwsErrors::codeIn).isPresent()) {
            return ofAws(error);
        }
        for (String line : said) {
            for (Remedy remedy : values()) {
                if (remedy.sign.matcher(line).find()) {
                    return remedy.text + AGAIN;
                }
            }
        }
        return "the log group of the pipeline's functions and the history of the execution have more; if it was a passing"
                + " trouble, upload the manifest again";
    }

    /** The same where a service is to be removed. */
    static String ofRemoval(String remedy) {
        return remedy.replace("upload the manifest again", "remove it again");
    }

    private static String ofAws(String code) {
        if (BUSY.matcher(code).find()) {
            return "AWS was busy for longer than it was asked again: wait some minutes" + AGAIN;
        }
        return switch (AwsErrors.meaning(code)) {
            case DENIED ->
                "see why AWS denies it: docs/permissions.md lists what the functions' roles may do; a permissions boundary,"
                        + " a service control policy or a resource's own policy may take it away"
                        + AGAIN;
            case QUOTA -> "have the quota raised in Service Quotas, or remove what is no longer needed" + AGAIN;
            case IN_USE -> "take away what still uses it" + AGAIN;
            default -> "AWS's own words say what it does not accept: mend that" + AGAIN;
        };
    }
}
