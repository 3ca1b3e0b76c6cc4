package dev.slipway.deployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import dev.slipway.resource.EcsService;
import dev.slipway.resource.ListenerRule;
import dev.slipway.resource.LogGroup;
import dev.slipway.resource.Resource;
import dev.slipway.resource.ResourceKind;
import dev.slipway.resource.TargetGroup;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class KindsTest {
    @Test
    void whatWaitsForNothingIsReadFirstAndNothingBeforeWhatItWaitsFor() {
        ResourceKind<?> rules = kind(ListenerRule.class, List.of(TargetGroup.class));
        ResourceKind<?> targets = kind(TargetGroup.class, List.of(EcsService.class));
        ResourceKind<?> service = kind(EcsService.class, List.of());
        ResourceKind<?> log = kind(LogGroup.class, List.of());
        Kinds kinds =
                new Kinds(Map.of(Step.LISTENER_RULE, List.of(rules, targets), Step.ECS_SERVICE, List.of(service, log)));

        assertThat(kinds.inOrderOfReading()).isEqualTo(List.of(service, log, targets, rules));
    }

    /** As in the function of one step, or in a test. */
    @Test
    void whatIsNotReadAtAllIsNotWaitedFor() {
        ResourceKind<?> rules = kind(ListenerRule.class, List.of(TargetGroup.class));

        assertThat(new Kinds(Map.of(Step.LISTENER_RULE, List.of(rules))).inOrderOfReading())
                .isEqualTo(List.of(rules));
    }

    @Test
    void kindsThatWaitForEachOtherAreAMistake() {
        ResourceKind<?> rules = kind(ListenerRule.class, List.of(TargetGroup.class));
        ResourceKind<?> targets = kind(TargetGroup.class, List.of(ListenerRule.class));
        Kinds kinds = new Kinds(Map.of(Step.LISTENER_RULE, List.of(rules, targets)));

        assertThatThrownBy(kinds::inOrderOfReading).hasMessageContaining("ListenerRule");
    }

    @SuppressWarnings("unchecked")
    private static <R extends Resource> ResourceKind<R> kind(Class<R> type, List<Class<? extends Resource>> after) {
        ResourceKind<R> kind = mock(ResourceKind.class);
        when(kind.type()).thenReturn(type);
        when(kind.readAfter()).thenReturn(after);
        return kind;
    }
}
