package dev.slipway.local.cli;

import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Which service, in which environment: what the commands take that look back. */
final class ServiceArguments {
    @Parameters(index = "0", paramLabel = "SERVICE", description = "The service.")
    private String service;

    @Option(
            names = "--environment",
            paramLabel = "NAME",
            defaultValue = "test",
            description = "The environment (default: ${DEFAULT-VALUE}).")
    private String environment;

    String service() {
        return service;
    }

    String environment() {
        return environment;
    }

    @Override
    public String toString() {
        return service + " in " + environment;
    }
}
