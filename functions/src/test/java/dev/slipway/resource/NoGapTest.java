package dev.slipway.resource;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.manifest.Manifest.Rule;
import dev.slipway.resource.ListenerRule.Share;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** From any version of a service to any other, rule by rule: who had an answer has one all the time. */
class NoGapTest {
    private static final List<String> HOSTS = List.of("a.example.com", "b.example.com", "x.y.example.com", "other.org");
    private static final List<String> PATHS = List.of("/", "/api", "/api/v2", "/api/v2/x", "/else");

    private final ListenerRules kind = new ListenerRules(null);

    /** Rules as they stand on the listeners, by their key, with their priorities. */
    private final Map<String, ListenerRule> standing = new LinkedHashMap<>();

    private final Map<String, Integer> priorities = new LinkedHashMap<>();

    @Property(tries = 400)
    void everyRequestReachesATargetGroupThatServesUntilTheOldVersionIsGone(
            @ForAll("versions") List<Rule> before, @ForAll("versions") List<Rule> after) {
        standing.clear();
        priorities.clear();
        Service old = Web.with(before.toArray(Rule[]::new)).service();
        Existing nothing = new Existing();
        kind.desired(old, nothing).forEach(this::put);
        Set<String> serving =
                TargetGroups.of(old, nothing).stream().map(TargetGroup::name).collect(Collectors.toSet());
        Existing existing = new Existing();
        existing.add(
                new TargetGroups(null),
                TargetGroups.of(old, nothing).stream()
                        .map(group -> new Found<>(group, Web.targetGroupArn(group.name())))
                        .toList());
        List<Found<ListenerRule>> found = standing.values().stream()
                .map(rule -> new Found<>(rule, "arn:" + rule.key()))
                .toList();
        existing.add(kind, found);
        Set<String> answered = answered(serving);

        List<ListenerRule> wanted =
                kind.desired(Web.with(after.toArray(Rule[]::new)).service(), existing);
        for (ListenerRule rule : wanted) {
            ListenerRule now = standing.get(rule.key());
            put(now == null ? kind.interim(found, rule) : kind.interim(now, rule));
            assertThat(answered(serving)).containsAll(answered);
        }

        serving.addAll(TargetGroups.of(Web.with(after.toArray(Rule[]::new)).service(), existing).stream()
                .map(TargetGroup::name)
                .toList());
        Set<String> throughout = new HashSet<>(answered);
        throughout.retainAll(answeredByOnly(wanted, serving));
        for (ListenerRule rule : wanted) {
            put(rule);
            assertThat(answered(serving)).containsAll(throughout);
        }
        List<Found<ListenerRule>> leaving = new ArrayList<>(ListenerRules.redirectsLast(found));
        Collections.reverse(leaving);
        for (Found<ListenerRule> one : leaving) {
            if (wanted.stream().noneMatch(rule -> rule.key().equals(one.state().key()))) {
                standing.remove(one.state().key());
                assertThat(answered(serving)).containsAll(throughout);
            }
        }
        assertThat(standing.values()).containsExactlyInAnyOrderElementsOf(wanted);
    }

    private Set<String> answeredByOnly(List<ListenerRule> wanted, Set<String> serving) {
        Map<String, ListenerRule> now = new LinkedHashMap<>(standing);
        standing.clear();
        wanted.forEach(this::put);
        Set<String> answered = answered(serving);
        standing.clear();
        standing.putAll(now);
        return answered;
    }

    @Provide
    Arbitrary<List<Rule>> versions() {
        Arbitrary<String[]> aliases = Arbitraries.of(
                new String[] {},
                new String[] {"a.example.com"},
                new String[] {"a.example.com", "b.example.com"},
                new String[] {"*.example.com"},
                new String[] {"b.example.com", "*.y.example.com"});
        Arbitrary<String> paths = Arbitraries.of("/", "/api", "/api/v2", "/api/*/x", "/*");
        return Combinators.combine(
                        paths,
                        aliases,
                        Arbitraries.of(80, 81),
                        Arbitraries.of("http1", "http2", "grpc"),
                        Arbitraries.of(true, false))
                .as((path, hosts, port, version, redirect) -> {
                    Rule rule = Web.version(Web.to(Web.rule(path, hosts), port), version);
                    return redirect ? rule : Web.withoutRedirect(rule);
                })
                .list()
                .ofMinSize(1)
                .ofMaxSize(3);
    }

    private void put(ListenerRule rule) {
        standing.put(rule.key(), rule);
        priorities.computeIfAbsent(rule.key(), key -> Priorities.free(rule, Web.ID, new HashSet<>(priorities.values()))
                .orElseThrow());
    }

    /** The requests that reach a target group of the serving ones, over HTTP also by a redirect. */
    private Set<String> answered(Set<String> serving) {
        Set<String> answered = new HashSet<>();
        for (String host : HOSTS) {
            for (String path : PATHS) {
                boolean https = reaches(Web.HTTPS, host, path, serving);
                Optional<ListenerRule> http = winner(Web.HTTP, host, path);
                if (https) {
                    answered.add("https://" + host + path);
                }
                if (http.filter(rule -> rule.action().isRedirect()).isPresent()
                        ? https
                        : reaches(Web.HTTP, host, path, serving)) {
                    answered.add("http://" + host + path);
                }
            }
        }
        return answered;
    }

    private boolean reaches(String listener, String host, String path, Set<String> serving) {
        return winner(listener, host, path)
                .filter(rule -> rule.action().isForward())
                .map(rule -> rule.action().targetGroups().stream()
                        .filter(share -> share.weight() > 0)
                        .map(Share::targetGroup)
                        .toList())
                .filter(groups -> !groups.isEmpty() && serving.containsAll(groups))
                .isPresent();
    }

    private Optional<ListenerRule> winner(String listener, String host, String path) {
        List<ListenerRule> matching = new ArrayList<>();
        standing.values().stream()
                .filter(rule -> rule.listener().equals(listener))
                .filter(rule -> Requests.matchesAny(Requests.hosts(rule), host))
                .filter(rule -> Requests.matchesAny(Requests.paths(rule), path))
                .forEach(matching::add);
        return matching.stream().min(Comparator.comparing(rule -> priorities.get(rule.key())));
    }
}
