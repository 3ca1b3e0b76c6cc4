package dev.slipway.resource;

/**
 * A String parameter in Parameter Store, in which a service is recorded.
 *
 * @param value of the parameter that holds a target group's ARN: that target group's name
 */
public record Parameter(String name, String value) implements Resource {
    @Override
    public String key() {
        return name;
    }
}
