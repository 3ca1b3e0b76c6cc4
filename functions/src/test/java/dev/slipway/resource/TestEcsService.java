package dev.slipway.resource;

/** The ECS service of a {@link TestService}. */
final class TestEcsService {
    static final String REGISTRY = "arn:aws:servicediscovery:us-west-2:123456789123:service/srv-1";

    static final String EVERYTHING = """
            count: {range: {min: 3, max: 9, spot_from: 4}, cpu_percentage: 50}
            exec: true
            network: {connect: true}
            deployment: {rollback_alarms: [mine]}
            """;

    private TestEcsService() {}

    /** What a service wants; everything that it refers to is there, and stands in {@code arns}. */
    static EcsService wanted(Service service, Arns arns) {
        Existing nothing = new Existing();
        EcsService wanted = WantedEcsService.of(service, nothing, EcsServices.nameOf(service, nothing));
        arns.put("task-definition", wanted.taskDefinition(), definition(7));
        arns.put("discovery-service", "fe", REGISTRY);
        wanted.loadBalancers()
                .forEach(attachment ->
                        arns.put("target-group", attachment.targetGroup(), targetGroup(attachment.targetGroup())));
        return wanted;
    }

    static String targetGroup(String name) {
        return "arn:aws:elasticloadbalancing:us-west-2:123456789123:targetgroup/" + name + "/1234";
    }

    static String definition(int revision) {
        return "arn:aws:ecs:us-west-2:123456789123:task-definition/my-app-test-fe:" + revision;
    }
}
