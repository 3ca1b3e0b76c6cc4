package dev.slipway.local.pipeline;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.aws.ModelJson;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Listener;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ListenerNotFoundException;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.LoadBalancer;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.LoadBalancerNotFoundException;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Rule;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.RuleNotFoundException;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetGroup;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetGroupNotFoundException;

/** The part of an {@link Inventory} that has to do with load balancers. */
final class LoadBalancing {
    private final Account account;
    private final Inventory inventory;

    LoadBalancing(Account account, Inventory inventory) {
        this.account = account;
        this.inventory = inventory;
    }

    void read() {
        for (LoadBalancer balancer :
                account.elb.describeLoadBalancersPaginator().loadBalancers()) {
            ObjectNode tree = ModelJson.write(balancer);
            inventory.put("load-balancer", balancer.loadBalancerName(), tree);
            try {
                account.elb
                        .describeListenersPaginator(r -> r.loadBalancerArn(balancer.loadBalancerArn()))
                        .listeners()
                        .forEach(listener -> listener(balancer, listener));
            } catch (LoadBalancerNotFoundException | ListenerNotFoundException e) {
                if (inventory.isOurs(balancer.loadBalancerName())) {
                    throw e;
                }
                // Another test's Network Load Balancer, which that has removed meanwhile.
            }
        }
        Map<String, TargetGroup> groups = new HashMap<>();
        account.elb.describeTargetGroupsPaginator().targetGroups().forEach(g -> groups.put(g.targetGroupArn(), g));
        Map<String, ObjectNode> tags = tagsOf(groups.keySet());
        groups.forEach((arn, group) -> {
            if (inventory.isOurs(String.valueOf(tags.get(arn)))) {
                ObjectNode tree = ModelJson.write(group);
                tree.set("tags", tags.get(arn));
                ObjectNode attributes = tree.putObject("attributes");
                account.elb
                        .describeTargetGroupAttributes(r -> r.targetGroupArn(arn))
                        .attributes()
                        .forEach(attribute -> attributes.put(attribute.key(), attribute.value()));
                inventory.put("target-group", group.targetGroupName(), tree);
            }
        });
    }

    private void listener(LoadBalancer balancer, Listener listener) {
        String name = balancer.loadBalancerName() + ":" + listener.port();
        inventory.put("listener", name, ModelJson.write(listener));
        if (listener.protocolAsString().equals("HTTPS")) {
            account.elb
                    .describeListenerCertificates(r -> r.listenerArn(listener.listenerArn()))
                    .certificates()
                    .forEach(certificate -> certificate(name, certificate.certificateArn()));
        }
        Map<String, Rule> rules = new HashMap<>();
        account.elb.describeRulesPaginator(r -> r.listenerArn(listener.listenerArn())).rules().stream()
                .filter(rule -> !rule.isDefault())
                .forEach(rule -> rules.put(rule.ruleArn(), rule));
        Map<String, ObjectNode> tags = tagsOf(rules.keySet());
        rules.forEach((arn, rule) -> {
            ObjectNode tree = ModelJson.write(rule);
            tree.set("tags", tags.get(arn));
            // A rule that was removed and made again has another ARN; listener and priority are what matters.
            tree.remove("RuleArn");
            inventory.put("listener-rule", name + " " + rule.priority(), tree);
        });
    }

    /** Shared among services; a test's own is told by the domain. */
    private void certificate(String listener, String arn) {
        String domain = account.acm
                .describeCertificate(r -> r.certificateArn(arn))
                .certificate()
                .domainName();
        inventory.put(
                "listener-certificate",
                listener + " " + domain,
                JsonNodeFactory.instance.objectNode().put("certificate", arn));
    }

    private Map<String, ObjectNode> tagsOf(Collection<String> elbArns) {
        Map<String, ObjectNode> tags = new HashMap<>();
        List<String> all = List.copyOf(elbArns);
        for (int i = 0; i < all.size(); i += 20) { // DescribeTags takes no more at a time
            addTags(all.subList(i, Math.min(all.size(), i + 20)), tags);
        }
        return tags;
    }

    /** What is gone meanwhile, of another test's service, fails the call for all. */
    private void addTags(List<String> elbArns, Map<String, ObjectNode> tags) {
        try {
            account.elb
                    .describeTags(r -> r.resourceArns(elbArns))
                    .tagDescriptions()
                    .forEach(described -> {
                        ObjectNode node = JsonNodeFactory.instance.objectNode();
                        described.tags().forEach(tag -> node.put(tag.key(), tag.value()));
                        tags.put(described.resourceArn(), node);
                    });
        } catch (RuleNotFoundException | TargetGroupNotFoundException e) {
            if (elbArns.size() > 1) {
                elbArns.forEach(arn -> addTags(List.of(arn), tags));
            }
        }
    }
}
