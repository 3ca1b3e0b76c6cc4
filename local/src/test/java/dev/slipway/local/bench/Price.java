package dev.slipway.local.bench;

import dev.slipway.local.bench.Figures.Scenario;
import dev.slipway.local.bench.Figures.StartUp;

/**
 * What 1,000 first deployments cost, every function starting cold, that is restored from its snapshot: the published prices
 * of us-east-1 on arm64, without the free tier. A rollout is taken to last 150 seconds and to be looked at every 10, and a
 * restore to be charged as {@value #RESTORE} seconds.
 */
final class Price {
    /** https://aws.amazon.com/step-functions/pricing/ */
    private static final double TRANSITION = 0.025 / 1000;
    /** https://aws.amazon.com/lambda/pricing/ */
    private static final double GIGABYTE_SECOND = 0.0000133334;

    private static final double REQUEST = 0.20 / 1e6;
    /** https://aws.amazon.com/s3/pricing/ PUT; reads cost a tenth of it, and are counted as if they did not. */
    private static final double OBJECT = 0.005 / 1000;
    /** https://aws.amazon.com/dynamodb/pricing/on-demand/, an event costs about the same. */
    private static final double ITEM = 0.625 / 1e6;

    private static final int LOOKS = 15;
    private static final int TRANSITIONS_OF_A_LOOK = 3;
    private static final double MEMORY = 1.0;
    private static final double RESTORE = 0.2;

    private Price() {}

    static double of(Figures figures) {
        Scenario first = figures.scenario("first", 80);
        double seconds = figures.startUps.stream()
                        .filter(one -> !one.function().equals(StartUps.EMPTY))
                        .mapToDouble(StartUp::firstAfterRestore)
                        .filter(Double::isFinite)
                        .map(milliseconds -> milliseconds / 1000 + RESTORE)
                        .sum()
                + LOOKS * 0.2
                + (first.calls() + first.records()) * 0.080;
        double lambda = seconds * MEMORY * GIGABYTE_SECOND + (first.invocations() + LOOKS) * REQUEST;
        double machine = (first.transitions() + LOOKS * TRANSITIONS_OF_A_LOOK) * TRANSITION;
        double records = first.objects() * OBJECT + (first.records() - first.objects()) * ITEM;
        return 1000 * (lambda + machine + records);
    }
}
