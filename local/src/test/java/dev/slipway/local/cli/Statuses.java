package dev.slipway.local.cli;

/** Status documents as the pipeline writes them, for the tests of who reads them. */
final class Statuses {
    static final String VERSION = "3sL4kqtJlcpXroDTDmJ-rmSpXd3dIbrHY";
    static final String EXECUTION = "arn:aws:states:us-east-1:123456789012:execution:slipway:test-web-3sL4kqtJlcpX";

    private Statuses() {}

    /** The steps from the first on, one after the other; the rest of the seven is pending. */
    static String of(String outcome, String... steps) {
        return """
                {"deployment": "test-web-3sL4kqtJlcpX", "execution": "%s",
                 "application": "demo", "environment": "test", "service": "web", "status": "%s",
                 "trigger": {"type": "upload"},
                 "manifest": {"bucket": "pipeline", "key": "test/web/manifest.yml", "versionId": "%s"},
                 "startedAt": "2026-11-22T18:00:00Z", "steps": [%s]}
                """.formatted(EXECUTION, outcome, VERSION, String.join(", ", steps));
    }

    static String step(String name, String action, String state) {
        return """
                {"name": "%s", "action": "%s", "state": "%s"}""".formatted(name, action, state);
    }

    static String step(String name, String action, String state, double seconds, String arn) {
        return """
                {"name": "%s", "action": "%s", "state": "%s", "seconds": %s, "resources": ["%s"]}""".formatted(name, action, state, seconds, arn);
    }

    static Status status(String outcome, String... steps) {
        return Status.parse(of(outcome, steps));
    }
}
