package dev.slipway.local;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.acm.AcmClient;
import software.amazon.awssdk.services.cloudformation.CloudFormationClient;
import software.amazon.awssdk.services.cloudformation.model.Capability;
import software.amazon.awssdk.services.cloudformation.model.Output;
import software.amazon.awssdk.services.cloudformation.model.Parameter;
import software.amazon.awssdk.services.cloudformation.model.Stack;
import software.amazon.awssdk.services.cloudformation.model.StackResource;
import software.amazon.awssdk.services.s3.S3Client;

/** Deploys the pipeline and the environments, by the same templates as on AWS. */
final class Stacks {
    static final String PIPELINE = "slipway";
    static final String APPLICATION = "demo";
    static final String CERTIFICATE_DOMAIN = "slipway.test";
    private static final String ARTIFACTS = "slipway-local-artifacts";

    private final Endpoint endpoint;
    private final CloudFormationClient cloudFormation;

    Stacks(Endpoint endpoint) {
        this.endpoint = endpoint;
        this.cloudFormation = endpoint.client(CloudFormationClient.builder());
    }

    /** What transform.py makes of a SAM template. */
    static JsonNode transformed(Python python, Project project, Path template, String region) throws IOException {
        String json = python.output(
                Map.of("AWS_DEFAULT_REGION", region),
                project.emulator("transform.py").toString(),
                template.toString(),
                ARTIFACTS);
        return new ObjectMapper().readTree(json);
    }

    /** The outputs of the pipeline's stack. */
    Map<String, String> createPipeline(JsonNode transformed, Path template, Map<String, String> parameters)
            throws IOException {
        try (S3Client s3 = endpoint.client(S3Client.builder())) {
            s3.createBucket(bucket -> bucket.bucket(ARTIFACTS));
            for (var upload : transformed.get("uploads").properties()) {
                Path file = template.resolveSibling(upload.getValue().asText());
                s3.putObject(
                        put -> put.bucket(ARTIFACTS).key(upload.getKey()),
                        RequestBody.fromBytes(Files.readAllBytes(file)));
            }
        }
        List<Parameter> all = new ArrayList<>(parameters(parameters));
        all.add(parameter("Application", APPLICATION));
        create(PIPELINE, transformed.get("template").toString(), all);
        return outputs(PIPELINE);
    }

    /** The outputs of the environment's stack. */
    Map<String, String> createEnvironment(
            String environment, Path template, boolean first, Map<String, String> parameters) throws IOException {
        String stack = APPLICATION + "-" + environment;
        List<Parameter> all = new ArrayList<>(parameters(parameters));
        all.add(parameter("Application", APPLICATION));
        all.add(parameter("Environment", environment));
        all.add(parameter("CreateApplicationRecord", String.valueOf(first)));
        // Covers none of the services' names: what they need is put on the listener when they are deployed.
        all.add(parameter("CertificateArn", certificate("default-" + environment + ".slipway.invalid")));
        create(stack, Files.readString(template), all);
        return outputs(stack);
    }

    /** The ARN of an issued certificate for the names. */
    String certificate(String domain, String... alternativeNames) {
        try (AcmClient acm = endpoint.client(AcmClient.builder())) {
            return acm.requestCertificate(request -> {
                        request.domainName(domain).validationMethod("DNS");
                        if (alternativeNames.length > 0) {
                            request.subjectAlternativeNames(alternativeNames);
                        }
                    })
                    .certificateArn();
        }
    }

    /** The names of the pipeline's functions, by logical id, in the order in which the template has them. */
    Map<String, String> functions() {
        return cloudFormation.describeStackResources(request -> request.stackName(PIPELINE)).stackResources().stream()
                .filter(resource -> resource.resourceType().equals("AWS::Lambda::Function"))
                .collect(Collectors.toMap(
                        StackResource::logicalResourceId,
                        StackResource::physicalResourceId,
                        (one, other) -> one,
                        java.util.LinkedHashMap::new));
    }

    private void create(String name, String template, List<Parameter> parameters) {
        cloudFormation.createStack(request -> request.stackName(name)
                .templateBody(template)
                .parameters(parameters)
                .capabilities(Capability.CAPABILITY_IAM, Capability.CAPABILITY_NAMED_IAM));
    }

    private Map<String, String> outputs(String name) {
        Stack stack = cloudFormation
                .describeStacks(request -> request.stackName(name))
                .stacks()
                .get(0);
        if (!stack.stackStatusAsString().equals("CREATE_COMPLETE")) {
            throw new IllegalStateException(
                    "stack " + name + " is " + stack.stackStatusAsString() + ": " + stack.stackStatusReason());
        }
        return stack.outputs().stream().collect(Collectors.toMap(Output::outputKey, Output::outputValue));
    }

    private static List<Parameter> parameters(Map<String, String> values) {
        return values.entrySet().stream()
                .map(entry -> parameter(entry.getKey(), entry.getValue()))
                .toList();
    }

    private static Parameter parameter(String key, String value) {
        return Parameter.builder().parameterKey(key).parameterValue(value).build();
    }
}
