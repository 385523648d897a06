package io.twinmesh.adapters.sentinel;

import io.twinmesh.api.routing.RuleStatus;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The rules of one policy: those in force, found by resource, and what became of the others. Immutable.
 *
 * <p>Threads: any.
 */
final class RuleBook {

    static final RuleBook EMPTY = new RuleBook(List.of());

    private final List<Entry> entries;
    private final Map<RuleKind, RuleIndex> active = new EnumMap<>(RuleKind.class);
    private final Set<String> referred;

    RuleBook(List<Entry> entries) {
        this.entries = List.copyOf(entries);
        for (RuleKind kind : RuleKind.values()) {
            active.put(kind, new RuleIndex(activeOf(kind)));
        }
        this.referred = activeOf(RuleKind.FLOW).stream()
                .filter(FlowCheck::refersToResource)
                .map(FlowCheck::refResource)
                .collect(Collectors.toUnmodifiableSet());
    }

    private List<LiveRule> activeOf(RuleKind kind) {
        return entries.stream()
                .filter(entry -> entry.state() == RuleStatus.State.ACTIVE)
                .map(Entry::rule)
                .filter(rule -> rule.kind() == kind)
                .toList();
    }

    /** Every rule, in force or not. */
    List<Entry> entries() {
        return entries;
    }

    /** The rules of a kind in force for a resource, in the order they are asked. */
    List<LiveRule> of(RuleKind kind, String resource) {
        return index(kind).of(resource);
    }

    /** All rules of a kind in force. */
    List<LiveRule> of(RuleKind kind) {
        return index(kind).all();
    }

    private RuleIndex index(RuleKind kind) {
        RuleIndex index = active.get(kind);
        if (index == null) {
            throw new AssertionError(kind);
        }
        return index;
    }

    /** Whether another resource's rule looks at the calls of this one. */
    boolean isReferred(String resource) {
        return referred.contains(resource);
    }

    /** Whether a resource has to be counted at all. */
    boolean concerns(String resource) {
        return isReferred(resource)
                || active.values().stream()
                        .anyMatch(index -> !index.of(resource).isEmpty());
    }

    /** Whether a resource that begins so may have to be counted. */
    boolean mayConcern(String prefix) {
        return referred.stream().anyMatch(name -> name.startsWith(prefix))
                || active.values().stream().anyMatch(index -> index.mayCover(prefix));
    }

    /** Whether rules name this very resource; the others are found by expressions only. */
    boolean names(String resource) {
        return isReferred(resource) || active.values().stream().anyMatch(index -> index.names(resource));
    }

    List<RuleStatus> statuses() {
        List<RuleStatus> statuses = new ArrayList<>(entries.size());
        for (Entry entry : entries) {
            LiveRule rule = entry.rule();
            String reason = entry.state() == RuleStatus.State.ACTIVE ? rule.note() : entry.reason();
            statuses.add(new RuleStatus(
                    rule.id(), rule.kind().word(), rule.file(), entry.state(), reason, rule.rejections()));
        }
        return statuses;
    }

    /** A rule and what became of it. */
    record Entry(LiveRule rule, RuleStatus.State state, String reason) {}
}
