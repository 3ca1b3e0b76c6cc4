package dev.slipway.local.cli;

import java.util.Map;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.cloudformation.CloudFormationClient;
import software.amazon.awssdk.services.cloudformation.model.CloudFormationException;
import software.amazon.awssdk.services.cloudformation.model.Output;
import software.amazon.awssdk.services.cloudformation.model.Parameter;
import software.amazon.awssdk.services.cloudformation.model.Stack;

/** Where a pipeline is: what its stack tells about it. */
record Pipeline(String stack, String application, String bucket, String stateMachineArn, String table) {

    /** @throws CommandFailed if there is no such stack, or it is not a pipeline */
    static Pipeline of(CloudFormationClient cloudFormation, String stackName) {
        Stack stack = stack(cloudFormation, stackName);
        Map<String, String> outputs =
                stack.outputs().stream().collect(Collectors.toMap(Output::outputKey, Output::outputValue));
        Map<String, String> parameters = stack.parameters().stream()
                .collect(Collectors.toMap(Parameter::parameterKey, Parameter::parameterValue));
        return new Pipeline(
                stackName,
                wanted(parameters, "Application", "parameter", stackName),
                wanted(outputs, "BucketName", "output", stackName),
                wanted(outputs, "StateMachineArn", "output", stackName),
                wanted(outputs, "TableName", "output", stackName));
    }

    private static Stack stack(CloudFormationClient cloudFormation, String name) {
        try {
            return cloudFormation
                    .describeStacks(r -> r.stackName(name))
                    .stacks()
                    .get(0);
        } catch (CloudFormationException e) {
            // CloudFormation has no error code of its own for a stack that does not exist.
            if (e.statusCode() == 400 && e.getMessage().contains("does not exist")) {
                throw new CommandFailed(
                        "There is no stack \"" + name + "\" here: deploy template.yaml (README.md says how), or name"
                                + " the pipeline's stack with --stack.",
                        e);
            }
            throw e;
        }
    }

    private static String wanted(Map<String, String> values, String key, String what, String stack) {
        String value = values.get(key);
        if (value == null) {
            throw new CommandFailed(
                    "The stack \"" + stack + "\" has no " + what + " " + key + ": it is not Slipway's pipeline.");
        }
        return value;
    }
}
