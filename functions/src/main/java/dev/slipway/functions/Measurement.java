package dev.slipway.functions;

import dev.slipway.deployment.Deployment;
import dev.slipway.deployment.Deployment.StepStatus;
import dev.slipway.deployment.Recording;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import software.amazon.lambda.powertools.metrics.Metrics;
import software.amazon.lambda.powertools.metrics.MetricsFactory;
import software.amazon.lambda.powertools.metrics.model.DimensionSet;
import software.amazon.lambda.powertools.metrics.model.MetricUnit;

/**
 * One value of a metric of CloudWatch, in the namespace {@code Slipway}. The dimensions without the environment are what
 * the template's alarm and dashboard look at.
 */
record Measurement(String metric, double value, MetricUnit unit, Map<String, String> dimensions) {

    /**
     * Of a deployment that has ended: {@code Deployments} by outcome, {@code DeploymentSeconds}, {@code StepSeconds}, and
     * {@code Drifted} where the schedule found something changed.
     */
    static List<Measurement> of(Deployment done) {
        List<Measurement> all = new ArrayList<>();
        boolean drifted =
                done.problems.stream().anyMatch(problem -> problem.code().equals("drift"));
        if (done.checksForDrift() && drifted) {
            all.addAll(both(done, "Drifted", 1, MetricUnit.COUNT, Map.of()));
        }
        if (Recording.isQuiet(done)) {
            return all;
        }
        all.addAll(both(done, "Deployments", 1, MetricUnit.COUNT, Map.of("Outcome", done.status.name())));
        if (done.startedAt != null && done.finishedAt != null) {
            Duration took = Duration.between(Instant.parse(done.startedAt), Instant.parse(done.finishedAt));
            all.addAll(both(done, "DeploymentSeconds", took.toMillis() / 1000.0, MetricUnit.SECONDS, Map.of()));
        }
        for (StepStatus step : done.steps) {
            if (step.seconds() != null) {
                Map<String, String> name = Map.of("Step", step.name().label);
                all.addAll(both(done, "StepSeconds", step.seconds(), MetricUnit.SECONDS, name));
            }
        }
        return all;
    }

    /** {@code Waiting}: a look at the lock that another deployment of the service has. */
    static List<Measurement> ofWait(Deployment waiting) {
        return both(waiting, "Waiting", 1, MetricUnit.COUNT, Map.of());
    }

    /** Writes them to the log, from where CloudWatch takes them. */
    static void tell(List<Measurement> measurements, String namespace) {
        Metrics metrics = MetricsFactory.getMetricsInstance();
        measurements.forEach(one ->
                metrics.flushSingleMetric(one.metric, one.value, one.unit, namespace, DimensionSet.of(one.dimensions)));
    }

    private static List<Measurement> both(
            Deployment of, String metric, double value, MetricUnit unit, Map<String, String> more) {
        Map<String, String> dimensions = new LinkedHashMap<>(more);
        dimensions.put("Application", of.application);
        Map<String, String> narrower = new LinkedHashMap<>(dimensions);
        narrower.put("Environment", of.environment);
        return List.of(
                new Measurement(metric, value, unit, dimensions), new Measurement(metric, value, unit, narrower));
    }
}
