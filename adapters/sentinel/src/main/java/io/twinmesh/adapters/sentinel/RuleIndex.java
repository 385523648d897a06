package io.twinmesh.adapters.sentinel;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Rules of one kind by the resource they name, those with an expression behind the others. Immutable. */
final class RuleIndex {

    private final List<LiveRule> all;
    private final Map<String, List<LiveRule>> named = new LinkedHashMap<>();
    private final List<LiveRule> patterns = new ArrayList<>();

    RuleIndex(List<LiveRule> rules) {
        this.all = List.copyOf(rules);
        for (LiveRule rule : rules) {
            if (rule.isPattern()) {
                patterns.add(rule);
            } else {
                named.computeIfAbsent(rule.rule().getResource(), name -> new ArrayList<>())
                        .add(rule);
            }
        }
    }

    List<LiveRule> all() {
        return all;
    }

    List<LiveRule> of(String resource) {
        List<LiveRule> found = new ArrayList<>(named.getOrDefault(resource, List.of()));
        for (LiveRule rule : patterns) {
            if (rule.covers(resource)) {
                found.add(rule);
            }
        }
        return found;
    }

    boolean names(String resource) {
        return named.containsKey(resource);
    }

    boolean mayCover(String prefix) {
        return !patterns.isEmpty() || named.keySet().stream().anyMatch(name -> name.startsWith(prefix));
    }
}
