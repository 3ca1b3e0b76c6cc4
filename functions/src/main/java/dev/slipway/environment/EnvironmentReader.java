package dev.slipway.environment;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.aws.AwsErrors;
import dev.slipway.aws.Together;
import dev.slipway.environment.Environment.HostedZone;
import dev.slipway.environment.Environment.LoadBalancer;
import dev.slipway.manifest.Position;
import dev.slipway.manifest.Problem;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import software.amazon.awssdk.arns.Arn;
import software.amazon.awssdk.services.cloudformation.CloudFormationClient;
import software.amazon.awssdk.services.cloudformation.model.CloudFormationException;
import software.amazon.awssdk.services.cloudformation.model.Output;
import software.amazon.awssdk.services.cloudformation.model.Parameter;
import software.amazon.awssdk.services.cloudformation.model.Stack;
import software.amazon.awssdk.services.cloudformation.model.StackStatus;
import software.amazon.awssdk.services.ssm.SsmClient;

/**
 * Reads an environment: the outputs and parameters of the stack {@code <application>-<environment>}, and what Copilot
 * recorded about the application and the environment in Parameter Store, if it was Copilot that made them.
 */
public final class EnvironmentReader {
    /** What every service needs, whatever its manifest says. */
    private static final List<String> REQUIRED =
            List.of("VpcId", "EnvironmentSecurityGroup", "ClusterId", "ServiceDiscoveryNamespaceID");

    private final CloudFormationClient cloudFormation;
    private final CopilotRecords records;
    private final Exports exports;

    public EnvironmentReader(CloudFormationClient cloudFormation, SsmClient ssm) {
        this.cloudFormation = cloudFormation;
        this.records = new CopilotRecords(cloudFormation, ssm);
        this.exports = new Exports(cloudFormation);
    }

    /** The environment; empty, with the reason among the problems, where there is none that a service could live in. */
    public Answer<Optional<Environment>> read(String application, String name) {
        return Together.both(
                () -> stack(application + "-" + name),
                () -> records.read(application, name),
                (stack, record) -> read(application, name, stack, record));
    }

    private Answer<Optional<Environment>> read(
            String application, String name, Optional<Stack> stack, CopilotRecords.Records record) {
        String stackName = application + "-" + name;
        if (stack.isEmpty()) {
            return new Answer<>(Optional.empty(), List.of(noStack(stackName, name)));
        }
        Map<String, String> outputs = outputs(stack.get());
        List<Problem> problems = new ArrayList<>();
        for (String output : REQUIRED) {
            if (outputs.getOrDefault(output, "").isEmpty()) {
                problems.add(Problem.error(
                        "environment-output-missing",
                        "",
                        Position.NONE,
                        "the environment's stack %s (%s) has no output %s, which every service needs"
                                .formatted(stackName, stack.get().stackStatusAsString(), output)));
            }
        }
        return problems.isEmpty()
                ? Answer.of(Optional.of(environment(application, name, stack.get(), record, outputs)))
                : new Answer<>(Optional.empty(), problems);
    }

    private Environment environment(
            String application, String name, Stack stack, CopilotRecords.Records record, Map<String, String> outputs) {
        Arn arn = Arn.fromString(stack.stackId());
        String account = arn.accountId().orElseThrow();
        Map<String, String> parameters = new HashMap<>();
        for (Parameter parameter : stack.parameters()) {
            parameters.put(parameter.parameterKey(), parameter.parameterValue());
        }
        var certificates = records.importedCertificates(stack.stackName(), record, outputs);
        return new Environment(
                application,
                name,
                arn.partition(),
                arn.region().orElseThrow(),
                account,
                outputs.get("VpcId"),
                list(outputs.get("PublicSubnets")),
                list(outputs.get("PrivateSubnets")),
                outputs.get("EnvironmentSecurityGroup"),
                outputs.get("ClusterId"),
                outputs.get("ServiceDiscoveryNamespaceID"),
                discoveryEndpoint(application, name, parameters),
                publicLoadBalancer(outputs),
                internalLoadBalancer(outputs),
                text(record.application(), "domain").or(() -> present(parameters.get("AppDNSName"))),
                hostedZone(outputs),
                certificates.publicOnes(),
                certificates.privateOnes(),
                text(record.application(), "permissionsBoundary")
                        .map(policy -> "arn:%s:iam::%s:policy/%s".formatted(arn.partition(), account, policy)),
                artifactKey(application, record.ofCopilotsOwn()),
                outputs,
                tags(record.application()));
    }

    /** Copilot exports it from the stack of an application's resources, for its own environments. */
    private Optional<String> artifactKey(String application, boolean byCopilot) {
        String export = application + "-ArtifactKey";
        return byCopilot ? Optional.ofNullable(exports.find(List.of(export)).get(export)) : Optional.empty();
    }

    private Optional<Stack> stack(String name) {
        try {
            return cloudFormation.describeStacks(request -> request.stackName(name)).stacks().stream()
                    .filter(stack -> stack.stackStatus() != StackStatus.DELETE_COMPLETE
                            && stack.stackStatus() != StackStatus.DELETE_IN_PROGRESS
                            && stack.stackStatus() != StackStatus.REVIEW_IN_PROGRESS)
                    .findFirst();
        } catch (CloudFormationException e) {
            // DescribeStacks has no error of its own for this: "If the stack doesn't exist, a ValidationError is
            // returned" (CloudFormation API reference).
            if (AwsErrors.code(e).equals("ValidationError") && e.getMessage().contains("does not exist")) {
                return Optional.empty();
            }
            throw e;
        }
    }

    private static Problem noStack(String stackName, String environment) {
        return Problem.error(
                        "environment-not-found",
                        "",
                        Position.NONE,
                        "there is no environment \"%s\": this account and region have no CloudFormation stack %s"
                                .formatted(environment, stackName))
                .withHint("make it: aws cloudformation deploy --template-file environment.yaml --stack-name "
                        + stackName);
    }

    private static Map<String, String> outputs(Stack stack) {
        Map<String, String> outputs = new LinkedHashMap<>();
        for (Output output : stack.outputs()) {
            outputs.put(output.outputKey(), output.outputValue());
        }
        return outputs;
    }

    /** Copilot's environments older than version 1.5 have no such parameter, and one domain for the whole application. */
    private static String discoveryEndpoint(String application, String name, Map<String, String> parameters) {
        String ofOldEnvironments = parameters.containsKey("ToolsAccountPrincipalARN")
                ? application + ".local"
                : name + "." + application + ".local";
        return present(parameters.get("ServiceDiscoveryEndpoint")).orElse(ofOldEnvironments);
    }

    private static Optional<LoadBalancer> publicLoadBalancer(Map<String, String> outputs) {
        return loadBalancer(outputs, "Public", "", List.of());
    }

    private static Optional<LoadBalancer> internalLoadBalancer(Map<String, String> outputs) {
        return loadBalancer(outputs, "Internal", "Internal", list(outputs.get("InternalLoadBalancerSecurityGroup")));
    }

    private static Optional<LoadBalancer> loadBalancer(
            Map<String, String> outputs, String prefix, String listenerPrefix, List<String> securityGroups) {
        Optional<String> http = present(outputs.get(listenerPrefix + "HTTPListenerArn"));
        Optional<String> https = present(outputs.get(listenerPrefix + "HTTPSListenerArn"));
        if (http.or(() -> https).isEmpty()) {
            return Optional.empty();
        }
        return present(outputs.get(prefix + "LoadBalancerDNSName"))
                .map(dnsName -> new LoadBalancer(
                        dnsName,
                        present(outputs.get(prefix + "LoadBalancerFullName"))
                                .orElseGet(() -> fullName(http.or(() -> https).get())),
                        outputs.getOrDefault(prefix + "LoadBalancerHostedZone", ""),
                        http,
                        https,
                        securityGroups));
    }

    /** {@code app/<name>/<id>} from {@code arn:...:listener/app/<name>/<id>/<listener id>}. */
    static String fullName(String listenerArn) {
        String path = listenerArn.substring(listenerArn.indexOf(":listener/") + ":listener/".length());
        return path.substring(0, path.lastIndexOf('/'));
    }

    private static Optional<HostedZone> hostedZone(Map<String, String> outputs) {
        return present(outputs.get("EnvironmentHostedZone")).flatMap(id -> present(outputs.get("EnvironmentSubdomain"))
                .map(zone -> new HostedZone(id, zone.replaceAll("\\.$", ""))));
    }

    private static Map<String, String> tags(JsonNode application) {
        Map<String, String> tags = new LinkedHashMap<>();
        application
                .path("tags")
                .fields()
                .forEachRemaining(tag -> tags.put(tag.getKey(), tag.getValue().asText()));
        return tags;
    }

    private static Optional<String> text(JsonNode record, String field) {
        return present(record.path(field).asText(""));
    }

    private static Optional<String> present(String value) {
        return Optional.ofNullable(value).filter(text -> !text.isBlank());
    }

    private static List<String> list(String commaSeparated) {
        return present(commaSeparated).stream()
                .flatMap(text -> Stream.of(text.split(",")))
                .map(String::trim)
                .toList();
    }
}
