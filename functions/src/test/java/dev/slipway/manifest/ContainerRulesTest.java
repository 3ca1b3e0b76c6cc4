package dev.slipway.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What Copilot refuses about the containers of a task. */
class ContainerRulesTest {
    @Test
    void aContainerWaitsForAKnownCondition() {
        Given.refused(
                "image: {location: a, port: 1, depends_on: {s: «running}}\nsidecars: {s: {image: x}}\n",
                "invalid-value",
                "image.depends_on.s must be one of start, healthy, complete and success");
    }

    @Test
    void aSidecarHasAnImage() {
        Given.refused("sidecars: {«s: {port: 90}}\n", "missing", "sidecars.s.image must be given");
        Given.refused(
                "sidecars: {s: {«image: {build: ., location: x}}}\n", "conflict", "sidecars.s.image must have one of");
        Given.refused("sidecars: {s: {«image: {}}}\n", "missing", "sidecars.s.image must have one of");
        assertThat(Given.accepted("sidecars: {s: {image: {build: .}}}\n")
                        .sidecars()
                        .get("s")
                        .image())
                .isEmpty();
    }

    @Test
    void aSidecarsPortIsTcpOrUdp() {
        Given.refused("sidecars: {s: {image: x, port: «90/tls}}\n", "invalid-value", "none of tcp, udp: tls");
        Given.refused(
                "sidecars: {s: {image: x, port: «90/a/b}}\n",
                "invalid-value",
                "must be a port, or a port and a protocol");
    }

    @Test
    void containersWaitForOthersThatExistAndNotInCircles() {
        Given.refused("image: {location: a, port: 1, depends_on: {s: «start}}\n", "invalid-value", "does not exist: s");
        Given.refused(
                "image: {location: a, port: 1, depends_on: {fe: «start}}\n",
                "conflict",
                "makes container fe wait for itself");
        Given.refused(
                "image: {location: a, port: 1, «depends_on: {s: start}}\nsidecars: {s: {image: x, depends_on: {fe: start}}}\n",
                "conflict",
                "closes a circle of containers that wait for each other: fe, s");
        Given.refused(
                "image: {location: a, port: 1, depends_on: {s: «complete}}\nsidecars: {s: {image: x}}\n",
                "conflict",
                "waits for the end of container s");
        Given.refused(
                "sidecars: {s: {image: x, depends_on: {fe: «success}}}\n",
                "conflict",
                "waits for the end of container fe");
        Given.accepted(
                "image: {location: a, port: 1, depends_on: {s: complete}}\nsidecars: {s: {image: x, essential: false}}\n");
        Given.accepted(
                "image: {location: a, port: 1, depends_on: {firelens_log_router: start}}\nlogging: {destination: {Name: x}}\n");
    }

    @Test
    void healthyIsOnlyWhatHasAHealthCheck() {
        Given.refused(
                "image: {location: a, port: 1, depends_on: {s: «healthy}}\nsidecars: {s: {image: x}}\n",
                "invalid-value",
                "and it has no health check");
        Given.accepted("image: {location: a, port: 1, depends_on: {s: healthy}}\n"
                + "sidecars: {s: {image: x, healthcheck: {retries: 3}}}\n");
    }

    @Test
    void containersHaveDifferentNames() {
        Given.refused("sidecars: {«fe: {image: x}}\n", "conflict", "has the name of another container of the task: fe");
        Given.refused(
                "observability: {tracing: awsxray}\nsidecars: {«aws-otel-collector: {image: x}}\n",
                "conflict",
                "another container");
        Given.refused(
                "logging: {destination: {Name: x}}\nsidecars: {«firelens_log_router: {image: x}}\n",
                "conflict",
                "another container");
        Given.refused("sidecars: {«a b: {image: x}}\n", "invalid-value", "is no name for a container");
    }

    @Test
    void aCommandsQuotesAreClosed() {
        Given.refused("command: «echo \"x\n", "invalid-value", "a quote or a backslash that is left open");
        Given.refused("sidecars: {s: {image: x, entrypoint: «it's}}\n", "invalid-value", "left open");
    }
}
