package dev.slipway.local.gateway;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.regex.Pattern;

/**
 * A call of an AWS API, as it was seen on its way to the emulator.
 *
 * @param caller the function that made it, by the identity that its process was given; else the client's access key
 * @param sandbox which of the function's processes; empty for other callers
 * @param deployment id of the deployment that the function was at; empty for none
 * @param service the prefix of its IAM actions: {@code ecs}, {@code elasticloadbalancing}
 * @param action such as {@code CreateService}
 * @param parameters of the request; values of secrets are blanked
 * @param status of the answer; 0 while there is none
 * @param fault what was done to it by a test, empty for nothing
 */
public record Call(
        String caller,
        @JsonIgnore String sandbox,
        String deployment,
        String service,
        String action,
        JsonNode parameters,
        int status,
        String fault) {

    private static final Pattern READS = Pattern.compile(
            "(Describe|Get|List|Head|BatchGet|Lookup|Search|Filter|Discover|Simulate|Validate|Test|Select|Invoke)"
                    + ".*|Query|Scan|TransactGetItems|AssumeRole.*");

    /** {@code ecs:CreateService}, as an IAM policy would name it. */
    public String name() {
        return service + ":" + action;
    }

    /** Whether it changes anything. */
    public boolean mutating() {
        return !READS.matcher(action).matches();
    }

    Call during(String itsDeployment) {
        return new Call(caller, sandbox, itsDeployment, service, action, parameters, status, fault);
    }

    Call answered(int withStatus, String byFault) {
        return new Call(caller, sandbox, deployment, service, action, parameters, withStatus, byFault);
    }
}
