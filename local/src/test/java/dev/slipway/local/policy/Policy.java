package dev.slipway.local.policy;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Statements, evaluated together: a denial wins, and what nothing allows is denied. */
public record Policy(List<Statement> statements) {

    public boolean allows(Access access) {
        return statements.stream().noneMatch(one -> !one.allows() && one.applies(access))
                && statements.stream().anyMatch(one -> one.allows() && one.applies(access));
    }

    /** The actions that are named. */
    public Set<String> actions() {
        Set<String> actions = new TreeSet<>();
        statements.forEach(one -> actions.addAll(one.actions()));
        return actions;
    }
}
