package dev.slipway.resource;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.manifest.Manifest;
import dev.slipway.manifest.Manifest.HealthCheck;
import dev.slipway.manifest.Manifest.NetworkListener;
import dev.slipway.manifest.Manifest.Target;
import dev.slipway.resource.ListenerRule.Action;
import dev.slipway.resource.ListenerRule.Share;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.CreateTargetGroupRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ProtocolEnum;

class TargetGroupsTest {

    @Test
    void theSmallestManifestHasOneGroupWithCopilotsDefaults() {
        TargetGroup group = only(Web.with(Web.rule("/")));

        assertThat(group.port()).isEqualTo(80);
        assertThat(group.protocol()).isEqualTo("HTTP");
        assertThat(group.protocolVersion()).isEmpty();
        assertThat(group.vpc()).isEqualTo(Web.VPC);
        assertThat(group.deregistrationDelay()).isEqualTo(60);
        assertThat(group.stickiness()).isFalse();
        assertThat(group.healthCheck())
                .isEqualTo(new TargetGroup.HealthCheck(
                        "HTTP", "traffic-port", Optional.of("/"), Optional.of("200"), 30, 5, 5, 2));
        assertThat(group.name()).hasSizeLessThanOrEqualTo(32).startsWith("fe-");
    }

    @Test
    void creationSaysOnlyWhatTheManifestSays() {
        CreateTargetGroupRequest request =
                TargetGroupTranslator.creation(only(Web.with(Web.rule("/"))), Map.of("owner", "me"));

        assertThat(request.healthCheckPath()).isEqualTo("/");
        assertThat(request.targetTypeAsString()).isEqualTo("ip");
        assertThat(request.protocolVersion()).isNull();
        assertThat(request.healthCheckPort()).isNull();
        assertThat(request.healthCheckProtocol()).isNull();
        assertThat(request.matcher()).isNull();
        assertThat(request.healthCheckIntervalSeconds()).isNull();
        assertThat(request.healthCheckTimeoutSeconds()).isNull();
        assertThat(request.healthyThresholdCount()).isNull();
        assertThat(request.unhealthyThresholdCount()).isNull();
        assertThat(request.tags()).singleElement().satisfies(tag -> assertThat(tag.key())
                .isEqualTo("owner"));
    }

    @Test
    void port443IsHttpsAndAnotherHealthPortIsCheckedOverHttp() {
        HealthCheck check = new HealthCheck(
                "/hc",
                OptionalInt.of(8443),
                Optional.empty(),
                OptionalInt.of(0),
                OptionalInt.empty(),
                OptionalInt.of(10),
                OptionalInt.empty());
        TargetGroup group = only(Web.with(Web.version(Web.checked(Web.to(Web.rule("/"), 443), check), "GRPC")));
        CreateTargetGroupRequest request = TargetGroupTranslator.creation(group, Map.of());

        assertThat(request.protocol()).isEqualTo(ProtocolEnum.HTTPS);
        assertThat(request.protocolVersion()).isEqualTo("GRPC");
        assertThat(request.healthCheckProtocol()).isEqualTo(ProtocolEnum.HTTP);
        assertThat(request.healthCheckPort()).isEqualTo("8443");
        assertThat(request.healthCheckPath()).isEqualTo("/hc");
        assertThat(request.healthyThresholdCount()).isZero();
        assertThat(request.healthCheckIntervalSeconds()).isEqualTo(10);
        assertThat(request.matcher()).isNull();
    }

    @Test
    void health443IsCheckedOverHttpsWhateverTheTargetSpeaks() {
        TargetGroup plain = only(Web.with(Web.checked(Web.rule("/"), onPort(443))));
        TargetGroup secure = only(Web.with(Web.to(Web.rule("/"), 443)));

        assertThat(plain.protocol()).isEqualTo("HTTP");
        assertThat(plain.healthCheck().protocol()).isEqualTo("HTTPS");
        assertThat(secure.healthCheck().protocol()).isEqualTo("HTTPS");
        assertThat(TargetGroupTranslator.creation(plain, Map.of()).healthCheckProtocol())
                .isEqualTo(ProtocolEnum.HTTPS);
    }

    @Test
    void successCodesOfGrpcAreGrpcCodes() {
        HealthCheck check = new HealthCheck(
                "/",
                OptionalInt.empty(),
                Optional.of("0-3"),
                OptionalInt.empty(),
                OptionalInt.empty(),
                OptionalInt.empty(),
                OptionalInt.empty());

        var grpc = TargetGroupTranslator.creation(
                only(Web.with(Web.version(Web.checked(Web.rule("/"), check), "GRPC"))), Map.of());
        var http = TargetGroupTranslator.creation(only(Web.with(Web.checked(Web.rule("/"), check))), Map.of());

        assertThat(grpc.matcher().grpcCode()).isEqualTo("0-3");
        assertThat(http.matcher().httpCode()).isEqualTo("0-3");
    }

    @Test
    void aSettingThatGoesReturnsToTheDefaultOfAws() {
        TargetGroup plain = only(Web.with(Web.rule("/")));

        var request = TargetGroupTranslator.modification("arn", plain);

        assertThat(request.healthCheckIntervalSeconds()).isEqualTo(30);
        assertThat(request.healthCheckTimeoutSeconds()).isEqualTo(5);
        assertThat(request.healthyThresholdCount()).isEqualTo(5);
        assertThat(request.unhealthyThresholdCount()).isEqualTo(2);
        assertThat(request.healthCheckPort()).isEqualTo("traffic-port");
        assertThat(request.healthCheckProtocol()).isEqualTo(ProtocolEnum.HTTP);
        assertThat(request.matcher().httpCode()).isEqualTo("200");
    }

    @Test
    void networkListenersFollowTheRulesAndTlsBecomesTcpWithoutStickiness() {
        Web web = Web.with(Web.rule("/"))
                .nlb(
                        List.of(),
                        listener(443, "TLS", 80, Optional.of(true)),
                        listener(8080, "TCP", 8080, Optional.of(true)),
                        listener(9090, "UDP", 9090, Optional.empty()));
        List<TargetGroup> groups = TargetGroups.of(web.service(), new Existing());

        assertThat(groups).extracting(TargetGroup::protocol).containsExactly("HTTP", "TCP", "TCP", "UDP");
        assertThat(groups).extracting(TargetGroup::port).containsExactly(80, 80, 8080, 9090);
        assertThat(groups).extracting(TargetGroup::stickiness).containsExactly(false, false, true, false);
        assertThat(groups.get(3).healthCheck())
                .isEqualTo(new TargetGroup.HealthCheck(
                        "TCP", "traffic-port", Optional.empty(), Optional.empty(), 30, 10, 5, 2));
        assertThat(groups).extracting(TargetGroup::name).doesNotHaveDuplicates();
        assertThat(TargetGroupTranslator.creation(groups.get(3), Map.of()).healthCheckProtocol())
                .isNull();
        assertThat(TargetGroupTranslator.modification("arn", groups.get(1)).matcher())
                .isNull();
    }

    @Test
    void rulesWithTheSamePortHaveGroupsOfTheirOwn() {
        assertThat(TargetGroups.of(Web.with(Web.rule("/"), Web.rule("/admin")).service(), new Existing()))
                .extracting(TargetGroup::name)
                .doesNotHaveDuplicates();
    }

    @Test
    void aGroupKeepsItsNameWhenOnlyItsHealthCheckChanges() {
        TargetGroup before = only(Web.with(Web.rule("/")));
        TargetGroup after = only(Web.with(Web.checked(Web.rule("/"), onPort(8080))));

        assertThat(after.name()).isEqualTo(before.name());
        assertThat(after).isNotEqualTo(before);
    }

    @Test
    void anotherPortProtocolOrVersionIsAnotherGroup() {
        Manifest.Rule rule = Web.rule("/");

        assertThat(List.of(
                        only(Web.with(rule)).name(),
                        only(Web.with(Web.to(rule, 81))).name(),
                        only(Web.with(Web.to(rule, 443))).name(),
                        only(Web.with(Web.version(rule, "HTTP2"))).name(),
                        only(Web.with(rule).imported(Web.own(true, true))).name()))
                .doesNotHaveDuplicates();
        assertThat(only(Web.with(Web.version(rule, "HTTP1"))).name())
                .isEqualTo(only(Web.with(rule)).name());
    }

    @Test
    void whatCopilotMadeIsAdopted() {
        TargetGroup copilots = only(Web.with(Web.rule("/"))).named("my-ap-Targe-1CWMYGLK4MRSZ");

        assertThat(TargetGroups.of(Web.with(Web.rule("/")).service(), existing(copilots)))
                .containsExactly(copilots);
        assertThat(TargetGroups.of(Web.with(Web.to(Web.rule("/"), 81)).service(), existing(copilots)))
                .noneMatch(group -> group.name().equals(copilots.name()));
    }

    @Test
    void ofSeveralEachKeepsThePathThatItServes() {
        TargetGroup root = only(Web.with(Web.rule("/"))).named("my-ap-Targe-2");
        TargetGroup admin = root.named("my-ap-Targe-1");
        Existing existing = existing(root, admin);
        existing.add(
                new ListenerRules(null),
                List.of(
                        new Found<>(rule(Web.HTTP, "/", root.name()), "arn:1"),
                        new Found<>(rule(Web.HTTP, "/admin", admin.name()), "arn:2")));

        assertThat(TargetGroups.of(Web.with(Web.rule("/admin"), Web.rule("/")).service(), existing))
                .containsExactly(admin, root);
    }

    @Test
    void aGroupBehindAnotherLoadBalancerIsNotReused() {
        TargetGroup standing = only(Web.with(Web.rule("/"))).named("my-ap-Targe-1");
        Existing existing = existing(standing);
        existing.add(new ListenerRules(null), List.of(new Found<>(rule(Web.HTTP, "/", standing.name()), "arn:1")));

        assertThat(TargetGroups.of(
                        Web.with(Web.rule("/")).imported(Web.own(true, false)).service(), existing))
                .noneMatch(group -> group.name().equals(standing.name()));
    }

    private static TargetGroup only(Web web) {
        List<TargetGroup> groups = TargetGroups.of(web.service(), new Existing());
        assertThat(groups).hasSize(1);
        return groups.get(0);
    }

    private static Existing existing(TargetGroup... groups) {
        Existing existing = new Existing();
        existing.add(
                new TargetGroups(null),
                List.of(groups).stream()
                        .map(group -> new Found<>(group, Web.targetGroupArn(group.name())))
                        .toList());
        return existing;
    }

    private static ListenerRule rule(String listener, String path, String targetGroup) {
        return new ListenerRule(
                listener,
                ListenerRule.conditions(List.of(), List.of(), path),
                Action.forward(List.of(new Share(targetGroup, 1))),
                OptionalInt.empty(),
                1,
                true);
    }

    private static HealthCheck onPort(int port) {
        return new HealthCheck(
                "/",
                OptionalInt.of(port),
                Optional.empty(),
                OptionalInt.empty(),
                OptionalInt.empty(),
                OptionalInt.empty(),
                OptionalInt.empty());
    }

    static NetworkListener listener(int port, String protocol, int target, Optional<Boolean> stickiness) {
        return new NetworkListener(
                port, protocol, Web.UNSET, new Target("fe", target), Optional.empty(), stickiness, 60);
    }
}
