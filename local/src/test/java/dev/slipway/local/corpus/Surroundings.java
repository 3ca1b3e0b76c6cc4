package dev.slipway.local.corpus;

import dev.slipway.environment.EnvFiles;
import dev.slipway.environment.References;
import dev.slipway.environment.References.Reference;
import dev.slipway.local.Endpoint;
import dev.slipway.manifest.Manifest;
import dev.slipway.manifest.Manifest.Secret;
import dev.slipway.manifest.Reading;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.acm.AcmClient;
import software.amazon.awssdk.services.cloudformation.CloudFormationClient;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ecr.EcrClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.ssm.SsmClient;
import software.amazon.awssdk.services.ssm.model.ParameterType;
import software.amazon.awssdk.services.ssm.model.Tag;

/** Makes what manifests point at: images, secrets, exports of other stacks, certificates and environment files. */
final class Surroundings {
    private static final String IMAGE = """
            {"schemaVersion": 2, "mediaType": "application/vnd.docker.distribution.manifest.v2+json", "config": {}}""";

    private final AcmClient acm;
    private final CloudFormationClient cloudFormation;
    private final Ec2Client ec2;
    private final EcrClient ecr;
    private final S3Client s3;
    private final SecretsManagerClient secretsManager;
    private final SsmClient ssm;
    private final String application;
    private final String bucket;
    private final Set<String> made = ConcurrentHashMap.newKeySet();

    Surroundings(Endpoint endpoint, String application, String bucket) {
        acm = endpoint.client(AcmClient.builder());
        cloudFormation = endpoint.client(CloudFormationClient.builder());
        ec2 = endpoint.client(Ec2Client.builder());
        ecr = endpoint.client(EcrClient.builder());
        s3 = endpoint.client(S3Client.builder());
        secretsManager = endpoint.client(SecretsManagerClient.builder());
        ssm = endpoint.client(SsmClient.builder());
        this.application = application;
        this.bucket = bucket;
    }

    void make(RealManifest real, Reading reading) {
        Manifest manifest = reading.manifest().orElseThrow();
        images(manifest, real.variables().getOrDefault("TAG", "latest"));
        References.secrets(manifest).forEach(reference -> secret(reference.target(), real.environment()));
        exports(real, reading, manifest);
        aliases(manifest)
                .forEach(alias -> once(
                        "certificate " + alias,
                        () -> acm.requestCertificate(r -> r.domainName("corpus.example.com")
                                .subjectAlternativeNames(alias)
                                .validationMethod("DNS"))));
        envFiles(manifest)
                .forEach(file -> s3.putObject(
                        put -> put.bucket(bucket).key(EnvFiles.key(real.environment(), real.service(), file)),
                        RequestBody.fromString("NAME=value\n")));
    }

    private void images(Manifest manifest, String tag) {
        String repository = application + "/" + manifest.name();
        once("repository " + repository, () -> ecr.createRepository(r -> r.repositoryName(repository)));
        Stream.concat(Stream.of(tag), manifest.sidecars().keySet().stream().map(container -> container + "-" + tag))
                .forEach(one -> once(
                        "image " + repository + ":" + one,
                        () -> ecr.putImage(
                                r -> r.repositoryName(repository).imageTag(one).imageManifest(IMAGE))));
    }

    private void secret(Secret secret, String environment) {
        if (secret instanceof Secret.Reference reference
                && reference.valueFrom().startsWith("arn:")) {
            return;
        }
        if (secret instanceof Secret.Reference reference) {
            parameter(reference.valueFrom(), environment);
        } else if (secret instanceof Secret.SecretsManager managed) {
            String name = managed.name().split(":")[0];
            once(
                    "secret " + name,
                    () -> secretsManager.createSecret(r -> r.name(name)
                            .secretString("{}")
                            .tags(Stream.of("application " + application, "environment " + environment)
                                    .map(tag -> software.amazon.awssdk.services.secretsmanager.model.Tag.builder()
                                            .key("copilot-" + tag.split(" ")[0])
                                            .value(tag.split(" ")[1])
                                            .build())
                                    .toList())));
        }
    }

    private void parameter(String name, String environment) {
        once(
                "parameter " + name,
                () -> ssm.putParameter(r -> r.name(name)
                        .type(ParameterType.SECURE_STRING)
                        .value("secret")
                        .tags(
                                Tag.builder()
                                        .key("copilot-application")
                                        .value(application)
                                        .build(),
                                Tag.builder()
                                        .key("copilot-environment")
                                        .value(environment)
                                        .build())));
    }

    /** Where a security group is asked for, one of the environment's VPC; where a secret is, the name of a parameter. */
    private void exports(RealManifest real, Reading reading, Manifest manifest) {
        Set<String> groups = References.securityGroups(reading, manifest).stream()
                .map(Reference::target)
                .filter(Manifest.Value.Export.class::isInstance)
                .map(export -> ((Manifest.Value.Export) export).name())
                .collect(Collectors.toSet());
        for (Reference<String> export : References.exports(reading, manifest)) {
            String name = export.target();
            once("export " + name, () -> {
                boolean secret =
                        export.path().toLowerCase(java.util.Locale.ROOT).contains("secret");
                String value = groups.contains(name)
                        ? securityGroup(real.environment(), name)
                        : secret ? "/corpus/" + real.environment() : "fs-0123456789abcdef0";
                if (secret) {
                    parameter(value, real.environment());
                }
                cloudFormation.createStack(r -> r.stackName(("corpus-" + name).replaceAll("[^a-zA-Z0-9]+", "-"))
                        .templateBody("""
                                {"Resources": {"Topic": {"Type": "AWS::SNS::Topic"}},
                                 "Outputs": {"Value": {"Value": "%s", "Export": {"Name": "%s"}}}}
                                """.formatted(value, name)));
            });
        }
    }

    private String securityGroup(String environment, String name) {
        String vpc =
                cloudFormation
                        .describeStacks(r -> r.stackName(application + "-" + environment))
                        .stacks()
                        .get(0)
                        .outputs()
                        .stream()
                        .filter(output -> output.outputKey().equals("VpcId"))
                        .map(output -> output.outputValue())
                        .findFirst()
                        .orElseThrow();
        return ec2.createSecurityGroup(r -> r.groupName(name).description(name).vpcId(vpc))
                .groupId();
    }

    private static List<String> aliases(Manifest manifest) {
        return manifest.http().stream()
                .flatMap(http -> http.rules().stream())
                .flatMap(rule -> rule.aliases().stream())
                .map(Manifest.Alias::name)
                .distinct()
                .toList();
    }

    private static Set<String> envFiles(Manifest manifest) {
        return Stream.of(
                        manifest.envFile().stream(),
                        manifest.logging().fireLens().flatMap(Manifest.FireLens::envFile).stream(),
                        manifest.sidecars().values().stream().flatMap(sidecar -> sidecar.envFile().stream()))
                .flatMap(files -> files)
                .collect(Collectors.toSet());
    }

    private void once(String what, Runnable creation) {
        if (made.add(what)) {
            creation.run();
        }
    }
}
