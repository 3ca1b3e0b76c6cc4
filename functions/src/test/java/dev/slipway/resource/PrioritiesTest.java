package dev.slipway.resource;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.aws.ServiceId;
import dev.slipway.resource.ListenerRule.Action;
import dev.slipway.resource.Priorities.Band;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class PrioritiesTest {

    /** One service's claim of requests. */
    record Claim(String host, String path, boolean restricted) {
        ListenerRule rule() {
            return new ListenerRule(
                    Web.HTTP,
                    ListenerRule.conditions(
                            restricted ? List.of("10.0.0.0/8") : List.of(),
                            host.isEmpty() ? List.of() : List.of(host),
                            path),
                    Action.forward(List.of()),
                    OptionalInt.empty(),
                    1,
                    true);
        }

        boolean matches(String requestHost, String requestPath, boolean inside) {
            return Requests.matchesAny(Requests.hosts(rule()), requestHost)
                    && Requests.matchesAny(Requests.paths(rule()), requestPath)
                    && (inside || !restricted);
        }

        int hostKind() {
            return host.isEmpty() ? 2 : Priorities.isWildcard(host) ? 1 : 0;
        }

        /** Exact host before wildcard before none, then the longer path, then the restricted before the open. */
        static final Comparator<Claim> SPECIFICITY = Comparator.comparingInt(Claim::hostKind)
                .thenComparing(claim -> claim.path().equals("/"))
                .thenComparing(claim -> -claim.path().length())
                .thenComparing(claim -> !claim.restricted());
    }

    @Property(tries = 500)
    void everyRequestReachesTheMostSpecificRuleWhateverWasDeployedFirst(
            @ForAll("arrivals") List<Claim> arrivals,
            @ForAll("hosts") String host,
            @ForAll("paths") String path,
            @ForAll boolean inside) {
        Map<Claim, Integer> priorities = new LinkedHashMap<>();
        Set<Integer> used = new HashSet<>();
        for (Claim claim : arrivals) {
            int priority = Priorities.free(claim.rule(), id(claim), used).orElseThrow();
            assertThat(used.add(priority)).isTrue();
            priorities.put(claim, priority);
        }
        String requestHost = host.isEmpty() ? "elsewhere.example.org" : host.replace("*", "deep.x");
        String requestPath = path + "/below";

        var reached = arrivals.stream()
                .filter(claim -> claim.matches(requestHost, requestPath, inside))
                .min(Comparator.comparingInt(priorities::get));
        var best = arrivals.stream()
                .filter(claim -> claim.matches(requestHost, requestPath, inside))
                .min(Claim.SPECIFICITY);

        assertThat(reached.isPresent()).isEqualTo(best.isPresent());
        reached.ifPresent(claim ->
                assertThat(Claim.SPECIFICITY.compare(claim, best.get())).isZero());
    }

    @Test
    void theBandsAreThreeKindsOfHostTimes129LengthsOfPathAndTheRootWithoutHostIsCopilots() {
        assertThat(band("a.example.com", "/" + "x".repeat(127))).isEqualTo(new Band(1, 120));
        assertThat(band("a.example.com", "/")).isEqualTo(new Band(128 * 120 + 1, 129 * 120));
        assertThat(band("*.example.com", "/" + "x".repeat(127))).isEqualTo(new Band(129 * 120 + 1, 130 * 120));
        assertThat(band("", "/" + "x".repeat(127))).isEqualTo(new Band(258 * 120 + 1, 259 * 120));
        assertThat(band("", "/a").last()).isLessThanOrEqualTo(46_440);
        assertThat(band("", "/")).isEqualTo(new Band(48_000, 50_000));
    }

    @Test
    void aRuleForExactHostsAndWildcardsYieldsToTheExactHostsOfTheSamePath() {
        for (int i = 0; i < 20; i++) {
            ServiceId id = new ServiceId("my-app", "test", "s" + i);
            int exact = place(id, "/api", "a.example.com");
            int mixed = place(id, "/api", "example.com", "*.example.com");
            assertThat(exact).isLessThan(mixed);
            assertThat(mixed)
                    .isLessThan(place(id, "/", "a.example.com"))
                    .isLessThan(place(id, "/api", "*.example.com"));
        }
    }

    @Test
    void theRootOfExactHostsAndWildcardsYieldsToEveryPathOfAWildcard() {
        int mixed = place(Web.ID, "/", "example.com", "*.example.com");

        assertThat(mixed)
                .isGreaterThan(place(Web.ID, "/a", "*.example.com"))
                .isGreaterThan(place(Web.ID, "/", "a.example.com"));
    }

    private static int place(ServiceId id, String path, String... hosts) {
        ListenerRule rule = new ListenerRule(
                Web.HTTP,
                ListenerRule.conditions(List.of(), List.of(hosts), path),
                Action.forward(List.of()),
                OptionalInt.empty(),
                1,
                true);
        return Priorities.free(rule, id, Set.of()).orElseThrow();
    }

    @Test
    void everyBandIsWiderThanTheRulesThatALoadBalancerHolds() {
        Set<Integer> used = new HashSet<>();
        for (int i = 0; i < Priorities.WIDTH; i++) {
            ListenerRule rule = new Claim("h" + i + ".example.com", "/api", false).rule();
            used.add(Priorities.free(rule, Web.ID, used).orElseThrow());
        }
        assertThat(used).hasSize(Priorities.WIDTH);
        assertThat(Priorities.free(new Claim("last.example.com", "/api", false).rule(), Web.ID, used))
                .isEmpty();
    }

    @Test
    void aRootWithoutHostTakesAPlaceNearTheEndSoThatCopilotHasRoomBelow() {
        for (int i = 0; i < 100; i++) {
            ServiceId id = new ServiceId("my-app", "test", "s" + i);
            assertThat(Priorities.free(new Claim("", "/", false).rule(), id, Set.of())
                            .orElseThrow())
                    .isBetween(49_881, 50_000);
        }
    }

    @Test
    void theSameRuleWantsTheSamePlaceAgain() {
        ListenerRule rule = new Claim("", "/api", false).rule();
        OptionalInt first = Priorities.free(rule, Web.ID, Set.of());

        assertThat(Priorities.free(rule, Web.ID, Set.of(1, 2, 3))).isEqualTo(first);
        assertThat(Priorities.free(rule, Web.ID, Set.of(first.getAsInt()))).isNotEqualTo(first);
    }

    @Test
    void servicesDeployedAtTheSameMomentSeldomWantTheSamePlace() {
        Map<Integer, Integer> wanted = new HashMap<>();
        IntStream.range(0, 20)
                .forEach(i -> wanted.merge(
                        Priorities.free(
                                        new Claim("s" + i + ".example.com", "/", false).rule(),
                                        new ServiceId("my-app", "test", "s" + i),
                                        Set.of())
                                .orElseThrow(),
                        1,
                        Integer::sum));
        assertThat(wanted.size()).isGreaterThan(13);
    }

    @Provide
    Arbitrary<List<Claim>> arrivals() {
        return Combinators.combine(hosts(), paths(), Arbitraries.of(true, false))
                .as(Claim::new)
                .list()
                .uniqueElements()
                .ofMaxSize(60);
    }

    @Provide
    Arbitrary<String> hosts() {
        return Arbitraries.of("", "a.example.com", "b.example.com", "deep.x.example.com", "*.example.com");
    }

    @Provide
    Arbitrary<String> paths() {
        return Arbitraries.of("/", "/a", "/a/b", "/a/b/c", "/b", "/*", "/a/*", "/" + "long/".repeat(24) + "er");
    }

    private static ServiceId id(Claim claim) {
        return new ServiceId("my-app", "test", "s" + Math.abs(claim.hashCode() % 100));
    }

    private static Band band(String host, String path) {
        return Priorities.band(new Claim(host, path, false).rule().conditions());
    }
}
