package dev.slipway.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.assertj.core.api.AbstractThrowableAssert;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.acm.AcmClient;
import software.amazon.awssdk.services.elasticloadbalancingv2.ElasticLoadBalancingV2Client;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Action;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ActionTypeEnum;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Certificate;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.CreateTargetGroupRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.LoadBalancerTypeEnum;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.PriorityInUseException;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Rule;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Tag;

/** One test for each mend of Elastic Load Balancing and of the certificates it uses. */
@SuppressWarnings("unchecked") // the SDK takes lists of builders as varargs of a generic type
class EmulatedLoadBalancingIT {
    private final World world = new World();
    private final ElasticLoadBalancingV2Client elb = world.elb;
    private final AcmClient acm = world.endpoint.client(AcmClient.builder());
    private final String http = world.environment.get("HTTPListenerArn");
    private final String https = world.environment.get("HTTPSListenerArn");

    @AfterEach
    void noRulesAreLeft() {
        for (Rule rule :
                elb.describeRules(describe -> describe.listenerArn(http)).rules()) {
            if (!rule.isDefault()) {
                elb.deleteRule(delete -> delete.ruleArn(rule.ruleArn()));
            }
        }
    }

    @Test
    void theSameTargetGroupTwiceIsOneAndAnotherOneOfThatNameIsRefused() {
        CreateTargetGroupRequest.Builder request = world.targetGroupRequest(world.name);
        String first =
                elb.createTargetGroup(request.build()).targetGroups().get(0).targetGroupArn();

        assertThat(elb.createTargetGroup(request.build()).targetGroups().get(0).targetGroupArn())
                .isEqualTo(first);
        assertRefused(
                "DuplicateTargetGroupName",
                () -> elb.createTargetGroup(request.port(9090).build()));
    }

    @Test
    void aTargetGroupInUseStaysAndOneThatIsGoneIsGone() {
        String group = world.targetGroup(world.name);
        Rule rule = world.rule(http, 7, "/used", group);

        assertRefused("ResourceInUse", () -> elb.deleteTargetGroup(delete -> delete.targetGroupArn(group)));
        elb.deleteRule(delete -> delete.ruleArn(rule.ruleArn()));
        assertThat(elb.describeTargetGroups(describe -> describe.targetGroupArns(group))
                        .targetGroups()
                        .get(0)
                        .loadBalancerArns())
                .isEmpty();
        elb.deleteTargetGroup(delete -> delete.targetGroupArn(group));
        elb.deleteTargetGroup(delete -> delete.targetGroupArn(group));
    }

    @Test
    void aPageOfRulesFollowsAlsoWhenTheRuleBeforeItIsDeletedMeanwhile() {
        String group = world.targetGroup(world.name);
        world.rule(http, 1, "/one", group);
        Rule two = world.rule(http, 2, "/two", group);
        Rule three = world.rule(http, 3, "/three", group);
        String marker = elb.describeRules(describe -> describe.listenerArn(http).pageSize(2))
                .nextMarker();

        elb.deleteRule(delete -> delete.ruleArn(two.ruleArn()));

        assertThat(elb.describeRules(describe ->
                                describe.listenerArn(http).pageSize(2).marker(marker))
                        .rules())
                .extracting(Rule::ruleArn)
                .startsWith(three.ruleArn());
    }

    @Test
    void aTargetGroupServesOneLoadBalancer() {
        String group = world.targetGroup(world.name);
        world.rule(http, 8, "/here", group);

        String internal = world.environment.get("InternalHTTPListenerArn");
        assertRefused("TargetGroupAssociationLimit", () -> world.rule(internal, 8, "/there", group));
    }

    @Test
    void theArnOfANetworkLoadBalancerSaysThatItIsOne() {
        String[] subnets = world.environment.get("PublicSubnets").split(",");
        var made = elb.createLoadBalancer(r -> r.name("net-" + world.name)
                        .type(LoadBalancerTypeEnum.NETWORK)
                        .subnets(subnets)
                        .tags(Tag.builder().key("whose").value("mine").build()))
                .loadBalancers()
                .get(0);

        assertThat(made.loadBalancerArn()).contains(":loadbalancer/net/");
        assertThat(elb.describeTags(r -> r.resourceArns(made.loadBalancerArn()))
                        .tagDescriptions()
                        .get(0)
                        .tags())
                .extracting(Tag::value)
                .containsExactly("mine");
        elb.deleteLoadBalancer(r -> r.loadBalancerArn(made.loadBalancerArn()));
    }

    @Test
    void attributesAreThoseThatExist() {
        String group = world.targetGroup(world.name);

        elb.modifyTargetGroupAttributes(modify -> modify.targetGroupArn(group)
                .attributes(attribute ->
                        attribute.key("deregistration_delay.timeout_seconds").value("3600")));
        assertRefused(
                "ValidationError",
                () -> elb.modifyTargetGroupAttributes(modify -> modify.targetGroupArn(group)
                        .attributes(attribute ->
                                attribute.key("deregistration_delai").value("1"))));
        assertThat(elb.describeTargetGroupAttributes(describe -> describe.targetGroupArn(group))
                        .attributes())
                .anyMatch(attribute -> attribute.key().equals("stickiness.lb_cookie.duration_seconds"))
                .anyMatch(attribute -> attribute.value().equals("3600"));
    }

    @Test
    void aRuleIsAnsweredAsAwsCompletesIt() {
        String group = world.targetGroup(world.name);
        Rule rule = world.rule(http, 9, "/complete", group);

        assertThat(rule.conditions().get(0).values()).containsExactly("/complete");
        assertThat(rule.actions().get(0).forwardConfig().targetGroups().get(0).weight())
                .isEqualTo(1);
        assertThat(rule.actions().get(0).order()).isEqualTo(1);
        Rule redirect = elb.modifyRule(
                        modify -> modify.ruleArn(rule.ruleArn()).actions(action -> action.type(ActionTypeEnum.REDIRECT)
                                .redirectConfig(config ->
                                        config.protocol("HTTPS").port("443").statusCode("HTTP_301"))))
                .rules()
                .get(0);
        assertThat(redirect.actions().get(0).redirectConfig().path()).isEqualTo("/#{path}");
    }

    @Test
    void aRuleHasAPriorityOfItsOwnWithinTheLimitsAndFiveValuesAtMost() {
        String group = world.targetGroup(world.name);
        world.rule(http, 50_000, "/last", group);

        assertRefused("PriorityInUse", () -> world.rule(http, 50_000, "/again", group));
        assertRefused("ValidationError", () -> world.rule(http, 50_001, "/beyond", group));
        assertRefused("ValidationError", () -> world.rule(http, 0, "/before", group));
        assertRefused(
                "ValidationError",
                () -> elb.createRule(create -> create.listenerArn(http)
                        .priority(10)
                        .conditions(condition -> condition
                                .field("path-pattern")
                                .pathPatternConfig(config -> config.values("/1", "/2", "/3", "/4", "/5", "/6")))
                        .actions(forward(group))));
    }

    /** Twenty rules at once for each of a hundred priorities: without the mend, two of them met in one run of three. */
    @Test
    void ofRulesThatAreMadeAtOnceOneGetsThePriority() {
        String group = world.targetGroup(world.name);
        ExecutorService together = Executors.newFixedThreadPool(20);
        try {
            for (int priority = 1; priority <= 100; priority++) {
                int wanted = priority;
                assertThat(IntStream.range(0, 20)
                                .mapToObj(i -> CompletableFuture.supplyAsync(
                                        () -> isMade(wanted, "/at-once-" + i, group), together))
                                .toList())
                        .filteredOn(CompletableFuture::join)
                        .hasSize(1);
            }
        } finally {
            together.shutdown();
        }
    }

    private boolean isMade(int priority, String path, String group) {
        try {
            world.rule(http, priority, path, group);
            return true;
        } catch (PriorityInUseException e) {
            return false;
        }
    }

    @Test
    void aLoadBalancerHasAHundredRules() {
        String group = world.targetGroup(world.name);
        IntStream.rangeClosed(1, 100).forEach(priority -> world.rule(http, priority, "/" + priority, group));

        assertRefused("TooManyRules", () -> world.rule(http, 101, "/101", group));
    }

    @Test
    void aRuleThatIsNotThereCannotBeDeletedNorADefaultRule() {
        String group = world.targetGroup(world.name);
        Rule rule = world.rule(http, 11, "/once", group);
        elb.deleteRule(delete -> delete.ruleArn(rule.ruleArn()));
        Rule first = elb.describeRules(describe -> describe.listenerArn(http)).rules().stream()
                .filter(Rule::isDefault)
                .findFirst()
                .orElseThrow();

        assertRefused("RuleNotFound", () -> elb.deleteRule(delete -> delete.ruleArn(rule.ruleArn())));
        assertRefused("RuleNotFound", () -> elb.describeTags(describe -> describe.resourceArns(rule.ruleArn())));
        assertRefused("OperationNotPermitted", () -> elb.deleteRule(delete -> delete.ruleArn(first.ruleArn())));
    }

    @Test
    void aCertificateIsOnAListenerOnceAndHasToBeIssued() {
        String issued = certificate(world.name + ".example.com");
        String pending = certificate("pending-" + world.name + ".example.com");

        add(issued);
        add(issued);

        assertThat(listed().stream().filter(issued::equals)).hasSize(1);
        assertRefused("UnsupportedCertificate", () -> add(pending));
        assertRefused("CertificateNotFound", () -> add(issued.replaceAll(".$", "x")));
        assertRefused(
                "ValidationError",
                () -> elb.addListenerCertificates(add -> add.listenerArn(https)
                        .certificates(one -> one.certificateArn(issued), one -> one.certificateArn(pending))));
    }

    @Test
    void aCertificateInUseCannotBeDeleted() {
        String issued = certificate("used-" + world.name + ".example.com");
        add(issued);

        assertThat(acm.describeCertificate(describe -> describe.certificateArn(issued))
                        .certificate()
                        .inUseBy())
                .hasSize(1);
        assertRefused("ResourceInUseException", () -> acm.deleteCertificate(delete -> delete.certificateArn(issued)));

        elb.removeListenerCertificates(
                remove -> remove.listenerArn(https).certificates(certificate -> certificate.certificateArn(issued)));
        acm.deleteCertificate(delete -> delete.certificateArn(issued));
    }

    @Test
    void theDefaultCertificateStays() {
        String first = listed().get(0);

        assertRefused(
                "OperationNotPermitted",
                () -> elb.removeListenerCertificates(remove ->
                        remove.listenerArn(https).certificates(certificate -> certificate.certificateArn(first))));
    }

    @Test
    void twentyResourcesAtATimeAreAskedForTheirTags() {
        List<String> arns = new ArrayList<>(List.of(http));
        IntStream.range(0, 20).forEach(n -> arns.add(https));

        assertRefused("ValidationError", () -> elb.describeTags(describe -> describe.resourceArns(arns)));
    }

    @Test
    void aSecondListenerOnAPortIsRefusedAndTheSameOneIsTheSame() {
        String balancer = elb.describeListeners(describe -> describe.listenerArns(http))
                .listeners()
                .get(0)
                .loadBalancerArn();
        String default1 = world.environment.get("DefaultHTTPTargetGroupArn");

        assertThat(elb.createListener(create -> create.loadBalancerArn(balancer)
                                .protocol("HTTP")
                                .port(80)
                                .defaultActions(forward(default1)))
                        .listeners()
                        .get(0)
                        .listenerArn())
                .isEqualTo(http);
        assertRefused(
                "DuplicateListener",
                () -> elb.createListener(create -> create.loadBalancerArn(balancer)
                        .protocol("HTTP")
                        .port(80)
                        .defaultActions(forward(world.targetGroup(world.name)))));
    }

    private void add(String certificate) {
        elb.addListenerCertificates(add -> add.listenerArn(https).certificates(one -> one.certificateArn(certificate)));
    }

    private List<String> listed() {
        return elb.describeListenerCertificates(describe -> describe.listenerArn(https)).certificates().stream()
                .map(Certificate::certificateArn)
                .toList();
    }

    private String certificate(String domain) {
        return acm.requestCertificate(request -> request.domainName(domain)).certificateArn();
    }

    private static Action forward(String targetGroup) {
        return Action.builder()
                .type(ActionTypeEnum.FORWARD)
                .targetGroupArn(targetGroup)
                .build();
    }

    private static AbstractThrowableAssert<?, ?> assertRefused(String code, ThrowingCallable call) {
        return assertThatThrownBy(call).isInstanceOfSatisfying(AwsServiceException.class, refusal -> assertThat(
                        refusal.awsErrorDetails().errorCode())
                .isEqualTo(code));
    }
}
