package dev.slipway.resource;

/**
 * A secret that Slipway made up: a SecureString in Parameter Store. Its value is nobody's business here.
 *
 * @param length of the value in characters, when it was made
 */
public record GeneratedSecret(String name, int length) implements Resource {
    @Override
    public String key() {
        return name;
    }
}
