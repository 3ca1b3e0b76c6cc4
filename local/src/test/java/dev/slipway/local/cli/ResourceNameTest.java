package dev.slipway.local.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ResourceNameTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            elasticloadbalancing:eu-west-1:1:targetgroup/web-ab12/6d0ecf831eec9f09 | target group web-ab12
            elasticloadbalancing:eu-west-1:1:listener-rule/app/demo/5/4/9683b2d02a6cabee | listener rule app/demo/5/4/9683b2d02a6cabee
            elasticloadbalancing:eu-west-1:1:loadbalancer/net/web/5043c5 | load balancer web
            acm:eu-west-1:1:certificate/12345678-1234 | certificate 12345678-1234
            servicediscovery:eu-west-1:1:service/srv-abc | discovery service srv-abc
            ssm:eu-west-1:1:parameter/slipway/demo/test/web/image | parameter /slipway/demo/test/web/image
            ssm:eu-west-1:1:parameter/plain | parameter plain
            secretsmanager:eu-west-1:1:secret:demo/db-AbCdEf | secret demo/db-AbCdEf
            ecs:eu-west-1:1:service/demo-test/demo-test-web | ECS service demo-test-web
            ecs:eu-west-1:1:task-definition/demo-test-web:7 | task definition demo-test-web:7
            iam::1:role/path/demo-test-web-TaskRole | role demo-test-web-TaskRole
            logs:eu-west-1:1:log-group:/copilot/demo-test-web:* | log group /copilot/demo-test-web
            cloudwatch:eu-west-1:1:alarm:demo-test-web-CopilotRollbackCPUAlarm | alarm demo-test-web-CopilotRollbackCPUAlarm
            autoscaling:eu-west-1:1:scalingPolicy:6d8:resource/ecs/service/c/s:policyName/cpu | scaling policy cpu
            application-autoscaling:eu-west-1:1:scalable-target/0ec5 | scalable target 0ec5
            sns:eu-west-1:1:demo-test-web-orders | topic demo-test-web-orders
            ec2:eu-west-1:1:security-group/sg-1 | security group sg-1
            quantum:eu-west-1:1:cat/box | quantum cat cat/box
            """)
    void aResourceIsCalledAsItsUsersCallIt(String arn, String words) {
        assertThat(ResourceName.of("arn:aws:" + arn.strip()).sentence()).isEqualTo(words);
    }

    @ParameterizedTest
    @CsvSource({"web.demo.local", "arn:short", "service/demo-test/web"})
    void whatIsNoArnIsItsOwnName(String name) {
        assertThat(ResourceName.of(name).sentence()).isEqualTo(name);
    }
}
