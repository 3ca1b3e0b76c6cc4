package dev.slipway.aws;

/** Which service, in which environment of which application. Everything Slipway owns belongs to one of these. */
public record ServiceId(String application, String environment, String service) {

    /** {@code <application>-<environment>-<service>}: Copilot's stack name, and the stem of most of its names. */
    public String stem() {
        return application + "-" + environment + "-" + service;
    }
}
