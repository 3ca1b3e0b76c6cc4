package dev.slipway.deployment;

import static dev.slipway.aws.Latches.reaches;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import dev.slipway.aws.ServiceId;
import dev.slipway.deployment.Deployment.Action;
import dev.slipway.deployment.Deployment.CaughtError;
import dev.slipway.deployment.Deployment.RolloutPlan;
import dev.slipway.deployment.Deployment.State;
import dev.slipway.deployment.Deployment.StepStatus;
import dev.slipway.resource.Scope;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.function.Function;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;

class StepRunTest {
    private final Jars jars = new Jars();
    private final Journal journal = mock(Journal.class);
    private final Bucket bucket = mock(Bucket.class);

    @Test
    void applyCreatesAndUpdatesButTakesNothingAway() {
        jars.shelf.putAll(Map.of("old", "plums", "kept", "jam"));
        plan(Map.of("kept", "honey", "new", "tea"));

        Deployment done = run().apply(deployment(Action.update));

        assertThat(jars.shelf).isEqualTo(Map.of("old", "plums", "kept", "honey", "new", "tea"));
        assertThat(done.step(Step.DISCOVERY).state()).isEqualTo(State.done);
        assertThat(done.step(Step.PARAMETERS).state()).isEqualTo(State.running);
        assertThat(done.arns).containsEntry("jar/new", "arn:new");
        verify(bucket).writeStatus(done);
    }

    @Test
    void whoStartsTasksLeavesItToTheRolloutToSayThatTheStepIsDone() {
        plan(Map.of("new", "tea"));
        Deployment deployment = deployment(Action.update);
        deployment.rolloutPlan = new RolloutPlan("demo-test", "demo-test-api", "api:1", 60, null);

        Deployment done = run(Step.ECS_SERVICE).apply(deployment);

        assertThat(done.next).isEqualTo("wait");
        assertThat(done.rolloutPlan.startedAt()).isNotNull();
        assertThat(done.step(Step.ECS_SERVICE).state()).isEqualTo(State.running);
        assertThat(done.step(Step.ALARMS).state()).isEqualTo(State.pending);
    }

    @Test
    void whereNoTasksStartNothingIsWaitedFor() {
        plan(Map.of("new", "tea"));

        assertThat(run(Step.ECS_SERVICE).apply(deployment(Action.update)).next).isEqualTo("alarms");
        assertThat(run(Step.ECS_SERVICE).apply(deployment(Action.none)).next).isEqualTo("alarms");
    }

    @Test
    void aStepWithNothingToChangeMakesNoCallAtAll() {
        run().apply(deployment(Action.none));

        assertThat(jars.calls).isEmpty();
        org.mockito.Mockito.verifyNoInteractions(journal);
    }

    @Test
    void whatIsOfOneStageIsMadeAtTheSameTimeAndWhatIsOfTheNextAfterIt() {
        CountDownLatch both = new CountDownLatch(2);
        List<String> order = Collections.synchronizedList(new ArrayList<>());
        Function<Integer, Jars> kind = stage -> new Jars(stage, call -> {
            if (stage == 0) {
                both.countDown();
                assertThat(reaches(both)).isTrue();
            }
            order.add(call);
        });
        StepPlan first = plan(kind.apply(0), Map.of("a", "1"));
        StepPlan all = new StepPlan(
                first.scope(),
                Map.of(),
                List.of(
                        plan(kind.apply(1), Map.of("c", "1")).kinds().get(0),
                        first.kinds().get(0),
                        plan(kind.apply(0), Map.of("b", "1")).kinds().get(0)));
        when(journal.begin(any(), any(), any())).thenReturn(Optional.of(all));

        run().apply(deployment(Action.create));

        assertThat(order).hasSize(3).last().isEqualTo("create c");
    }

    /** The tasks have to get the new value of a secret, whatever else of the step changes. */
    @Test
    void whatIsToBeStartedAnewIsEvenIfSomethingElseOfItsStepChanges() {
        Jars running = new Jars();
        jars.shelf.put("a", "1");
        running.shelf.put("service", "1");
        StepPlan changing = plan(jars, Map.of("a", "2"));
        StepPlan both = new StepPlan(
                changing.scope(),
                Map.of(),
                List.of(
                        changing.kinds().get(0),
                        plan(running, running.shelf).kinds().get(0)));
        when(journal.begin(any(), any(), any())).thenReturn(Optional.of(both));
        Deployment deployment = deployment(Action.update);
        deployment.force = true;

        run().apply(deployment);

        assertThat(jars.calls).containsExactly("update a");
        assertThat(running.calls).containsExactly("restart service");
    }

    @Test
    void whatIsReplacedServesUntilItIsRetired() {
        jars.shelf.putAll(Map.of("old", "plums", "kept", "jam"));
        plan(Map.of("kept", "slowly honey", "new", "tea"));
        Deployment deployment = run().apply(deployment(Action.replace));

        assertThat(jars.shelf).isEqualTo(Map.of("old", "plums", "kept", "jam and slowly honey", "new", "tea"));
        run().retire(deployment);

        assertThat(jars.shelf).isEqualTo(Map.of("kept", "slowly honey", "new", "tea"));
    }

    @Test
    void undoGoesOnAfterAFailureAndTellsOfItAtTheEnd() {
        jars.shelf.putAll(Map.of("a", "1"));
        plan(Map.of("a", "2", "b", "2", "c", "2"));
        Deployment deployment = run().apply(deployment(Action.update));
        jars.refuses = "remove b";

        assertThatThrownBy(() -> run().undo(deployment))
                .isInstanceOf(StepFailedException.class)
                .hasMessage("jar arn:b: refused: remove b\nempty arn:b");
        assertThat(jars.shelf).isEqualTo(Map.of("a", "1", "b", "2"));
    }

    @Test
    void aStepCountsAsAtWorkUntilItIsOverHoweverItEnds() {
        plan(Map.of("a", "1"));
        jars.refuses = "create a";
        Deployment deployment = deployment(Action.create);

        assertThatThrownBy(() -> run().apply(deployment)).isInstanceOf(RuntimeException.class);

        verify(journal).end(deployment.journal(), Step.DISCOVERY, deployment.arns);
    }

    @Test
    void theFirstErrorOfAStepIsToldByItsUndo() {
        plan(Map.of("a", "1"));
        Deployment deployment = deployment(Action.create);
        deployment.set(deployment.step(Step.DISCOVERY).in(State.running));
        deployment.error = new CaughtError(
                "dev.slipway.deployment.StepFailedException",
                "{\"errorMessage\":\"jar a: Broken: it fell\",\"errorType\":\"x.StepFailedException\"}");

        Deployment undone = run().undo(deployment);

        assertThat(undone.failure.step()).isEqualTo("discovery");
        assertThat(undone.failure.error()).isEqualTo("StepFailedException");
        assertThat(undone.failure.message()).isEqualTo("jar a: Broken: it fell");
        assertThat(undone.step(Step.DISCOVERY).state()).isEqualTo(State.failed);
    }

    @Test
    void aRemovalLeavesNothing() {
        jars.shelf.putAll(Map.of("a", "1", "b", "2"));
        plan(Map.of());
        Deployment deployment = deployment(Action.remove);
        deployment.removal = true;

        Deployment done = run().undo(deployment);

        assertThat(jars.shelf).isEmpty();
        assertThat(done.step(Step.DISCOVERY).state()).isEqualTo(State.done);
    }

    /** From any prefix of a step, undo gives the state before; and doing it twice is doing it once. */
    @Property
    void undoPutsBackWhateverHasHappened(
            @ForAll @Size(max = 4)
                    Map<@StringLength(1) @CharRange(from = 'a', to = 'e') String, @StringLength(1) String> before,
            @ForAll @Size(max = 4)
                    Map<@StringLength(1) @CharRange(from = 'a', to = 'e') String, @StringLength(1) String> after,
            @ForAll @IntRange(max = 5) int calls) {
        Jars shelf = new Jars();
        shelf.shelf.putAll(before);
        Journal written = mock(Journal.class);
        StepPlan plan = plan(shelf, after);
        when(written.begin(any(), any(), any())).thenReturn(Optional.of(plan));
        StepRun run = new StepRun(Step.DISCOVERY, List.of(shelf), written, mock(Bucket.class), Clock.systemUTC());
        Deployment deployment = deployment(Action.update);

        Map<String, String> target = new TreeMap<>(after);
        target.entrySet().stream().limit(calls).forEach(e -> shelf.shelf.put(e.getKey(), e.getValue()));
        run.undo(deployment);
        assertThat(shelf.shelf).isEqualTo(new TreeMap<>(before));

        shelf.calls.clear();
        run.undo(deployment);
        assertThat(shelf.calls).isEmpty();

        run.apply(deployment);
        run.retire(deployment);
        assertThat(shelf.shelf).isEqualTo(target);
        shelf.calls.clear();
        run.retire(deployment);
        assertThat(shelf.calls).isEmpty();
    }

    private void plan(Map<String, String> after) {
        StepPlan plan = plan(jars, after);
        when(journal.begin(any(), any(), any())).thenReturn(Optional.of(plan));
    }

    private static StepPlan plan(Jars jars, Map<String, String> after) {
        return new StepPlan(
                new Scope(new ServiceId("demo", "test", "api"), null, Map.of(), List.of()),
                Map.of(),
                List.of(new KindState<>(jars, Jars.found(jars.shelf), Jars.jars(new TreeMap<>(after)))));
    }

    private StepRun run() {
        return run(Step.DISCOVERY);
    }

    private StepRun run(Step step) {
        return new StepRun(step, List.of(jars), journal, bucket, Clock.systemUTC());
    }

    private static Deployment deployment(Action action) {
        Deployment deployment = new Deployment();
        deployment.deployment = "test-api-1";
        for (Step step : Step.values()) {
            deployment.steps.add(new StepStatus(step, action, State.pending, List.of(), List.of(), List.of(), null));
        }
        return deployment;
    }
}
