package dev.slipway.local.pipeline;

import dev.slipway.local.Eventually;
import dev.slipway.local.gateway.Fault;
import dev.slipway.local.pipeline.FaultResult.Verdict;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Certificate;
import software.amazon.awssdk.services.sfn.model.ExecutionStatus;

/**
 * One service on which cases are tried, one after the other. Each begins with what the one before it has left, where that is
 * the stage that it begins with.
 */
final class FaultWorker {
    private static final Set<String> DONE = Set.of("SUCCEEDED", "REMOVED", "UNCHANGED");
    private static final String CANCELLED = "cancelled before it began";
    private static final Set<String> NOT_DONE = Set.of("ROLLED_BACK", "REJECTED");
    private static final Duration LIMIT = Duration.ofMinutes(8);
    private static final int RECOVERIES = 3;

    private final Account account;
    private final String name;
    private TestedService service;
    private String certificate;
    private Stage stage = Stage.NONE;

    /** What there is at this stage. */
    private Snapshot standing;

    FaultWorker(Account account, String name) {
        this.account = account;
        this.name = name;
        startAnew();
    }

    private void startAnew() {
        service = new TestedService(account, name);
        certificate = account.certificate("*." + service.name + "." + Stage.DOMAIN);
        stage = Stage.NONE;
        standing = service.snapshot();
    }

    Stage stage() {
        return stage;
    }

    /**
     * Carries a scenario out.
     *
     * @param asked gets how many resources of each kind there are then
     * @param retried see {@link Point#of}
     * @return the calls that it takes
     */
    List<Point> record(Scenario scenario, Map<String, Integer> asked, Set<String> retried) {
        goTo(scenario.from);
        Object mark = service.mark();
        move(scenario.to);
        asked.putAll(kinds(standing));
        return Point.of(service.callsSince(mark), retried);
    }

    /** @param asked see {@link #record} */
    FaultResult run(FaultCase one, Map<String, Integer> asked) {
        try {
            goTo(one.scenario().from);
            FaultResult result = tried(one, asked);
            if (result.verdict() == Verdict.FAILED) {
                startAnew();
            }
            return result;
        } catch (AssertionError | RuntimeException e) {
            startAnew();
            return FaultResult.failed(e.toString());
        }
    }

    private FaultResult tried(FaultCase one, Map<String, Integer> asked) {
        Point point = one.point();
        Fault fault =
                one.kind().of(service.fault(point.function(), point.call()).from(point.nth()));
        account.fault(fault);
        String deployment = start(one.scenario().to);
        if (one.kind() == FaultKind.STOPPED) {
            stop(fault, deployment);
        }
        List<String> deployments = settled(deployment);
        int fired = account.aws.gateway().faults().remove(fault);

        Snapshot after = service.snapshot();
        String status = told(deployments);
        boolean isDone = DONE.contains(status);
        boolean isBefore = standing.differencesTo(after).isEmpty();
        boolean isCancelled = one.kind() == FaultKind.STOPPED && status.equals(CANCELLED);
        if (!isDone && !isCancelled && !NOT_DONE.contains(status)) {
            return FaultResult.failed(status + " after " + deployments + ": " + service.status());
        }
        if (isDone ? !kinds(after).equals(asked) : !isBefore) {
            return FaultResult.failed(status + ", but " + standing.differencesTo(after));
        }
        if (service.isLocked() && !isCancelled) {
            return FaultResult.failed("the lock is not free");
        }
        Verdict verdict = isDone ? Verdict.AS_ASKED : Verdict.AS_BEFORE;
        return next(one.scenario(), isDone, asked)
                .map(FaultResult::failed)
                .orElse(new FaultResult(fired == 0 ? Verdict.DID_NOT_STRIKE : verdict, status));
    }

    /**
     * How status.json says that it ended. One that was stopped before it had the lock has never begun, and is not told: the
     * function that it had invoked may take the lock later, in the name of an execution that has ended. Whoever comes next
     * finds that out and takes it over.
     */
    private String told(List<String> deployments) {
        return service.status()
                .filter(status -> deployments.contains(status.path("deployment").asText()))
                .map(status -> status.path("status").asText())
                .orElse(CANCELLED);
    }

    /**
     * The next upload works, and brings what was asked for, with nothing left over; where that is there already it finds
     * nothing to change.
     */
    private Optional<String> next(Scenario scenario, boolean isDone, Map<String, Integer> asked) {
        Stage to = scenario.to == Stage.NONE ? Stage.FIRST : scenario.to;
        boolean leftBehind = service.status()
                .filter(status -> status.toString().contains("left-behind"))
                .isPresent();
        Deployed next = service.deploy(to.manifest(service).orElseThrow());
        arrived(to);
        if (isDone && to == scenario.to && !leftBehind
                ? !next.outcome().equals("UNCHANGED")
                : !DONE.contains(next.outcome())) {
            return Optional.of("the next upload is " + next);
        }
        if (service.isLocked()) {
            return Optional.of("the lock is not free");
        }
        boolean isComplete = to != scenario.to || kinds(standing).equals(asked);
        return isComplete
                ? Optional.empty()
                : Optional.of("after the next upload there are " + standing.names() + ", not " + asked);
    }

    /** Brings the service to a stage, undisturbed. */
    private void goTo(Stage wanted) {
        if (stage != wanted) {
            move(wanted);
            if (wanted == Stage.NONE) {
                forgetWhatIsKept();
            }
        }
    }

    private void move(Stage wanted) {
        Deployed ended = service.ended(start(wanted));
        if (!Set.of("SUCCEEDED", "REMOVED").contains(ended.outcome())) {
            throw new AssertionError("cannot come to " + wanted + ": " + ended);
        }
        arrived(wanted);
    }

    private void arrived(Stage at) {
        stage = at;
        if (at == Stage.FIRST) {
            takeCertificateOff();
        }
        standing = service.snapshot();
    }

    /** A removal leaves the certificate on the listener, and the next update would not have to put it there. */
    private void takeCertificateOff() {
        Certificate taken = Certificate.builder().certificateArn(certificate).build();
        account.elb.removeListenerCertificates(
                r -> r.listenerArn(account.environment.get("HTTPSListenerArn")).certificates(taken));
    }

    /** A removal leaves generated secrets, and with them nothing would be as it is for a service that has never been. */
    private void forgetWhatIsKept() {
        takeCertificateOff();
        standing.names().stream()
                .filter(kept -> kept.startsWith("parameter "))
                .map(kept -> kept.split(" ")[1])
                .forEach(kept -> account.ssm.deleteParameter(r -> r.name(kept)));
        standing = service.snapshot();
    }

    /** Asks for a stage; returns the id of the deployment that follows. */
    private String start(Stage wanted) {
        return wanted.manifest(service)
                .map(manifest -> service.idOfUpload(service.upload(manifest)))
                .orElseGet(() -> service.id("removal " + service.delete()));
    }

    private void stop(Fault held, String deployment) {
        Eventually.isTrue(
                "the call is held, or does not come",
                LIMIT,
                () -> account.aws.gateway().faults().fired().getOrDefault(held, 0) > 0 || hasEnded(deployment));
        if (!hasEnded(deployment)) {
            service.stop(deployment, 1);
        }
        account.aws.gateway().faults().letGo(held);
    }

    /** Waits until nothing of the service is under way any more; returns the deployment and its recoveries. */
    private List<String> settled(String deployment) {
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
        return all;
    }

    private boolean hasEnded(String deployment) {
        return service.execution(deployment)
                .filter(execution -> execution.status() != ExecutionStatus.RUNNING)
                .isPresent();
    }

    private static Map<String, Integer> kinds(Snapshot snapshot) {
        Map<String, Integer> kinds = new TreeMap<>();
        snapshot.names().forEach(name -> kinds.merge(name.split(" ")[0], 1, Integer::sum));
        return kinds;
    }
}
