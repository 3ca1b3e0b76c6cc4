package dev.slipway.local.policy;

import java.util.Map;
import java.util.TreeMap;

/**
 * What functions are allowed and never call, each with its reason: AWS demands it of who makes another call, and no record
 * of that call shows it. Whatever is called after all has no place here.
 */
public final class Demanded {
    private static final String FIRST = " demands it in an account's first deployment: ";
    private static final String AUTO_SCALING = "Application Auto Scaling demands it of who registers a target: "
            + "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/auto-scaling-IAM.html";
    private static final String LOAD_BALANCING =
            "Elastic Load Balancing looks with its caller's rights until its own role is "
                    + "there: https://docs.aws.amazon.com/elasticloadbalancing/latest/userguide/elb-service-linked-roles.html";

    private Demanded() {}

    /** Reasons, by {@code Function action}. */
    public static Map<String, String> reasons() {
        Map<String, String> reasons = new TreeMap<>();
        reasons.put("AlarmsFunction ecs:DescribeServices", AUTO_SCALING);
        reasons.put("AlarmsFunction ecs:UpdateService", AUTO_SCALING);
        reasons.put(
                "AlarmsFunction iam:CreateServiceLinkedRole",
                "Application Auto Scaling" + FIRST
                        + "https://docs.aws.amazon.com/autoscaling/application/userguide/application-auto-scaling-service-linked-roles.html");
        // Its calls are in CBOR, which the local AWS does not read, so their tags are not seen.
        reasons.put(
                "AlarmsFunction cloudwatch:TagResource",
                "PutMetricAlarm with tags demands it: "
                        + "https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html");
        reasons.put(
                "EcsServiceFunction iam:CreateServiceLinkedRole",
                "ECS" + FIRST
                        + "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/using-service-linked-roles.html");
        reasons.put("TargetGroupFunction ec2:DescribeAccountAttributes", LOAD_BALANCING);
        reasons.put("TargetGroupFunction ec2:DescribeInternetGateways", LOAD_BALANCING);
        reasons.put(
                "TargetGroupFunction iam:CreateServiceLinkedRole",
                "Elastic Load Balancing" + FIRST
                        + "https://docs.aws.amazon.com/elasticloadbalancing/latest/userguide/elb-service-linked-roles.html");
        return reasons;
    }
}
