package dev.slipway.local.pipeline;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.environment.EnvFiles;
import dev.slipway.local.Endpoint;
import dev.slipway.local.Project;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.cloudformation.CloudFormationClient;
import software.amazon.awssdk.services.cloudformation.model.Capability;
import software.amazon.awssdk.services.cloudformation.model.Parameter;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.efs.EfsClient;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.LoadBalancerTypeEnum;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ProtocolEnum;
import software.amazon.awssdk.services.route53.Route53Client;
import software.amazon.awssdk.services.secretsmanager.model.Tag;
import software.amazon.awssdk.services.ssm.model.ParameterType;

/** What a manifest can point at, for one service: an image, secrets, an export, a file, a zone, a load balancer. */
@SuppressWarnings("unchecked") // the SDK's variable arguments of consumers
final class Neighbourhood {
    private final Account account;
    private final TestedService service;
    private final Map<String, String> outputs;
    private final Ec2Client ec2;
    private final EfsClient efs;
    private final CloudFormationClient cloudFormation;

    Neighbourhood(Account account, TestedService service) {
        this.account = account;
        this.service = service;
        Endpoint endpoint = account.aws.endpoint();
        ec2 = endpoint.client(Ec2Client.builder());
        efs = endpoint.client(EfsClient.builder());
        cloudFormation = endpoint.client(CloudFormationClient.builder());
        outputs = Account.outputs(cloudFormation, service.environment);
    }

    /** Makes an environment that has a domain and its zone, and a file system. */
    static void environment(Account account, String name, String domain) {
        Endpoint endpoint = account.aws.endpoint();
        try (Route53Client route53 = endpoint.client(Route53Client.builder());
                CloudFormationClient cloudFormation = endpoint.client(CloudFormationClient.builder())) {
            String zone = route53.createHostedZone(
                            r -> r.name(name + ".demo." + domain).callerReference(name))
                    .hostedZone()
                    .id()
                    .replaceFirst("^/hostedzone/", "");
            cloudFormation.createStack(r -> r.stackName(Account.APPLICATION + "-" + name)
                    .templateBody(environmentTemplate())
                    .capabilities(Capability.CAPABILITY_NAMED_IAM)
                    .parameters(Map.of(
                                    "Application",
                                    Account.APPLICATION,
                                    "Environment",
                                    name,
                                    "CreateApplicationRecord",
                                    "false",
                                    "CertificateArn",
                                    account.certificate("default-" + name + ".slipway.invalid"),
                                    "AppDNSName",
                                    domain,
                                    "HostedZoneId",
                                    zone,
                                    "FileSystem",
                                    "true")
                            .entrySet()
                            .stream()
                            .map(one -> Parameter.builder()
                                    .parameterKey(one.getKey())
                                    .parameterValue(one.getValue())
                                    .build())
                            .toList()));
        }
    }

    private static String environmentTemplate() {
        try {
            return Files.readString(Project.find().environmentTemplate());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Pushes an image of the service's own repository. */
    void image(int content) {
        push(account, Account.APPLICATION + "/" + service.name, "latest", content);
    }

    /**
     * Pushes another image, and returns its digest.
     *
     * @param content of the first one 1, which makes the repository
     */
    static String push(Account account, String repository, String tag, int content) {
        if (content == 1) {
            account.ecr.createRepository(r -> r.repositoryName(repository));
        }
        return account.ecr
                .putImage(r -> r.repositoryName(repository)
                        .imageTag(tag)
                        .imageManifestMediaType("application/vnd.oci.image.manifest.v1+json")
                        .imageManifest("{\"schemaVersion\": 2, \"content\": " + content + "}"))
                .image()
                .imageId()
                .imageDigest();
    }

    void export(String name, String value) {
        cloudFormation.createStack(r -> r.stackName(name).templateBody("""
                {"Resources": {"Topic": {"Type": "AWS::SNS::Topic"}},
                 "Outputs": {"Value": {"Value": "%s", "Export": {"Name": "%s"}}}}""".formatted(value, name)));
    }

    /** Returns its ARN. */
    String managedSecret(String name, String value) {
        return account.secretsManager
                .createSecret(r -> r.name(name)
                        .secretString(value)
                        .tags(
                                Tag.builder()
                                        .key("copilot-application")
                                        .value(Account.APPLICATION)
                                        .build(),
                                Tag.builder()
                                        .key("copilot-environment")
                                        .value(service.environment)
                                        .build()))
                .arn();
    }

    void parameter(String name, String value) {
        account.ssm.putParameter(r -> r.name(name)
                .type(ParameterType.SECURE_STRING)
                .value(value)
                .tags(
                        tag("copilot-application", Account.APPLICATION),
                        tag("copilot-environment", service.environment)));
    }

    private static software.amazon.awssdk.services.ssm.model.Tag tag(String key, String value) {
        return software.amazon.awssdk.services.ssm.model.Tag.builder()
                .key(key)
                .value(value)
                .build();
    }

    void envFile(String path) {
        account.s3.putObject(
                r -> r.bucket(account.bucket()).key(EnvFiles.key(service.environment, service.name, path)),
                RequestBody.fromString("NAME=value\n"));
    }

    /** A file system of the user's own, which the tasks can reach. */
    String fileSystem() {
        String id = efs.createFileSystem(r -> r.creationToken(service.name)).fileSystemId();
        efs.createMountTarget(r -> r.fileSystemId(id).subnetId(publicSubnets().get(0)));
        return id;
    }

    List<String> privateSubnets() {
        return List.of(outputs.get("PrivateSubnets").split(","));
    }

    List<String> publicSubnets() {
        return List.of(outputs.get("PublicSubnets").split(","));
    }

    String securityGroup(String name) {
        return ec2.createSecurityGroup(r -> r.groupName(name).description(name).vpcId(outputs.get("VpcId")))
                .groupId();
    }

    /** A load balancer that is nobody's of the environment; with a listener for HTTP. */
    void loadBalancer(String name) {
        String arn = account.elb
                .createLoadBalancer(r -> r.name(name)
                        .type(LoadBalancerTypeEnum.APPLICATION)
                        .subnets(publicSubnets())
                        .securityGroups(securityGroup(name)))
                .loadBalancers()
                .get(0)
                .loadBalancerArn();
        String group = account.elb
                .createTargetGroup(r -> r.name(name)
                        .protocol(ProtocolEnum.HTTP)
                        .port(80)
                        .targetType("ip")
                        .vpcId(outputs.get("VpcId")))
                .targetGroups()
                .get(0)
                .targetGroupArn();
        account.elb.createListener(
                r -> r.loadBalancerArn(arn).protocol(ProtocolEnum.HTTP).port(80).defaultActions(action -> action.type(
                                "forward")
                        .targetGroupArn(group)));
    }

    /** Does something while Copilot's records of application and environment say more. */
    void recorded(Map<String, String> ofApplication, Map<String, String> ofEnvironment, Runnable meanwhile) {
        String path = "/copilot/applications/" + Account.APPLICATION;
        String inside = path + "/environments/" + Account.ENVIRONMENT;
        String application = value(path);
        String environment = value(inside);
        overwrite(path, with(application, ofApplication));
        overwrite(inside, with(environment, ofEnvironment));
        try {
            meanwhile.run();
        } finally {
            overwrite(path, application);
            overwrite(inside, environment);
        }
    }

    private static String with(String json, Map<String, String> more) {
        ObjectNode node = (ObjectNode) Account.json(json);
        more.forEach(node::put);
        return node.toString();
    }

    private String value(String parameter) {
        return account.ssm.getParameter(r -> r.name(parameter)).parameter().value();
    }

    private void overwrite(String parameter, String value) {
        account.ssm.putParameter(r -> r.name(parameter).value(value).overwrite(true));
    }
}
