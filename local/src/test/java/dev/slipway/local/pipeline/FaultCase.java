package dev.slipway.local.pipeline;

import dev.slipway.local.Eventually;
import dev.slipway.local.gateway.Call;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import software.amazon.awssdk.services.sfn.model.ExecutionStatus;

/** One service on which faults of one scenario are tried, one after the other. */
final class FaultCase {
    private static final Pattern FUNCTION = Pattern.compile("slipway-(\\w+)Function-.*");
    private static final Duration LIMIT = Duration.ofMinutes(5);
    private static final int RECOVERIES = 3;

    private final Account account;
    private final Scenario scenario;
    private final TestedService service;
    private Map<String, Integer> asked;

    FaultCase(Account account, Scenario scenario, String name) {
        this.account = account;
        this.scenario = scenario;
        this.service = new TestedService(account, scenario.name().toLowerCase(Locale.ROOT) + "-" + name);
    }

    /** The nth such call of the function in the scenario. */
    record Point(String function, String call, int nth) {}

    record Fault(Point point, FaultKind kind) {
        @Override
        public String toString() {
            return "%s %s #%d %s".formatted(point.function(), point.call(), point.nth(), kind.label);
        }
    }

    /** @param verdict {@code as before}, {@code as asked}, {@code did not strike}, or {@code FAILED} */
    record Result(String verdict, String details) {
        boolean isFailure() {
            return verdict.equals("FAILED");
        }

        String letter() {
            return switch (verdict) {
                case "as before" -> "b";
                case "as asked" -> "a";
                case "did not strike" -> "-";
                default -> "**F**";
            };
        }

        @Override
        public String toString() {
            return verdict + (details.isEmpty() ? "" : ": " + details);
        }
    }

    /** How many resources of each kind there are when the scenario has gone well. */
    Map<String, Integer> asked() {
        return asked;
    }

    /** Carries the scenario out, and returns the calls that it takes. */
    List<Point> record() {
        begin();
        Object mark = service.mark();
        Deployed done = act();
        if (!Set.of("SUCCEEDED", "REMOVED").contains(done.outcome())) {
            throw new AssertionError(done.toString());
        }
        asked = kinds(service.snapshot());
        Map<String, Integer> counts = new HashMap<>();
        List<Point> points = new ArrayList<>();
        for (Call call : service.callsSince(mark)) {
            Matcher function = FUNCTION.matcher(call.caller());
            if (function.matches() && !call.service().equals("lambda")) {
                int nth = counts.merge(call.caller() + call.name(), 1, Integer::sum);
                points.add(new Point(function.group(1), call.name(), nth));
            }
        }
        return points;
    }

    /** @param wanted see {@link #asked} */
    Result run(Fault fault, Map<String, Integer> wanted) {
        try {
            begin();
            return tried(fault, wanted);
        } catch (AssertionError | RuntimeException e) {
            return new Result("FAILED", e.toString());
        }
    }

    private Result tried(Fault fault, Map<String, Integer> wanted) {
        Snapshot before = service.snapshot();
        var struck = fault.kind()
                .of(service.fault(fault.point().function(), fault.point().call())
                        .from(fault.point().nth()));
        account.fault(struck);
        String deployment = start();
        if (fault.kind() == FaultKind.STOPPED) {
            stop(struck, deployment);
        }
        String last = settled(deployment);
        int fired = account.aws.gateway().faults().remove(struck);
        Snapshot after = service.snapshot();
        String status =
                service.status().map(json -> json.path("status").asText()).orElse("none");
        boolean asBefore = before.differencesTo(after).isEmpty();
        boolean asAsked = kinds(after).equals(wanted);
        String verdict = fired == 0 ? "did not strike" : asBefore ? "as before" : "as asked";
        if (Set.of("SUCCEEDED", "REMOVED", "UNCHANGED").contains(status) ? !asAsked : !asBefore) {
            return failed(status + ", but " + before.differencesTo(after));
        }
        if (!Set.of("SUCCEEDED", "REMOVED", "UNCHANGED", "ROLLED_BACK", "REJECTED")
                .contains(status)) {
            return failed(status + " after " + last);
        }
        return next(wanted).map(this::failed).orElse(new Result(verdict, status));
    }

    private Result failed(String details) {
        return new Result("FAILED", details);
    }

    /** The next upload works, and brings what was asked for, with nothing left over. */
    private Optional<String> next(Map<String, Integer> wanted) {
        String manifest = scenario.to(service).or(() -> scenario.from(service)).orElseThrow();
        Deployed next = service.deploy(manifest);
        if (!Set.of("SUCCEEDED", "UNCHANGED").contains(next.outcome())) {
            return Optional.of("the next upload is " + next);
        }
        if (scenario.to(service).isPresent() && !kinds(service.snapshot()).equals(wanted)) {
            return Optional.of("left over after the next upload: " + kinds(service.snapshot()) + " instead of " + wanted
                    + " " + service.snapshot().names());
        }
        return service.isLocked() ? Optional.of("the lock is not free") : Optional.empty();
    }

    /** Brings the service to where the scenario begins. */
    private void begin() {
        if (scenario.from(service).isPresent()) {
            Deployed ready = service.deploy(scenario.from(service).get());
            if (!Set.of("SUCCEEDED", "UNCHANGED").contains(ready.outcome())) {
                throw new AssertionError("cannot begin: " + ready);
            }
        } else if (service.status().isPresent()) {
            Deployed removed = service.remove();
            if (!removed.outcome().equals("REMOVED")) {
                throw new AssertionError("cannot begin: " + removed);
            }
            service.snapshot().names().stream()
                    .map(name -> name.split(" ")[1])
                    .forEach(kept -> account.ssm.deleteParameter(r -> r.name(kept)));
        }
    }

    private Deployed act() {
        return service.ended(start());
    }

    /** Does what the scenario is about; returns the id of the deployment that follows. */
    private String start() {
        return scenario.to(service)
                .map(manifest -> service.idOfUpload(service.upload(manifest)))
                .orElseGet(() -> service.id("removal " + service.delete()));
    }

    private void stop(dev.slipway.local.gateway.Fault held, String deployment) {
        Eventually.isTrue(
                "the call is held, or does not come",
                LIMIT,
                () -> account.aws.gateway().faults().fired().getOrDefault(held, 0) > 0 || hasEnded(deployment));
        if (!hasEnded(deployment)) {
            service.stop(deployment, 1);
        }
        account.aws.gateway().faults().letGo(held);
    }

    /** Waits until nothing of the service is under way any more; returns the last deployment's id. */
    private String settled(String deployment) {
        Eventually.isTrue(deployment + " ends", LIMIT, () -> hasEnded(deployment));
        List<String> all = new ArrayList<>(List.of(deployment));
        for (int attempt = 1; attempt <= RECOVERIES; attempt++) {
            String dead = all.get(all.size() - 1);
            String recovery = service.id("recovery " + attempt + " of " + service.arn(dead));
            Eventually.isTrue(
                    "the lock is free, or a recovery is under way",
                    LIMIT,
                    () -> !service.isLocked() || service.execution(recovery).isPresent());
            if (service.execution(recovery).isEmpty()) {
                break;
            }
            Eventually.isTrue(recovery + " ends", LIMIT, () -> hasEnded(recovery));
            all.add(recovery);
        }
        return all.get(all.size() - 1);
    }

    private boolean hasEnded(String deployment) {
        return service.execution(deployment)
                .filter(execution -> execution.status() != ExecutionStatus.RUNNING)
                .isPresent();
    }

    private static Map<String, Integer> kinds(Snapshot snapshot) {
        Map<String, Integer> kinds = new TreeMap<>();
        Stream<String> names = snapshot.names().stream().map(name -> name.split(" ")[0]);
        names.forEach(kind -> kinds.merge(kind, 1, Integer::sum));
        return kinds;
    }
}
