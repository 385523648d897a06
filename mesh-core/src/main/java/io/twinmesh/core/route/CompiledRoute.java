package io.twinmesh.core.route;

import io.twinmesh.api.Internal;
import io.twinmesh.api.RpcRequest;
import io.twinmesh.api.model.Condition;
import io.twinmesh.api.model.Route;
import io.twinmesh.api.model.RouteMatch;
import io.twinmesh.core.cluster.Target;
import io.twinmesh.core.match.CompiledCondition;
import io.twinmesh.core.match.Dice;
import io.twinmesh.core.match.Identity;
import io.twinmesh.core.match.Part;
import io.twinmesh.core.stats.CallCounters;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** A route ready to be matched, and the count of its matches. Threading: any thread. */
@Internal(since = "0.1")
public final class CompiledRoute {

    private final Route source;
    private final List<List<CompiledCondition>> matches;
    private final Split split;
    private final List<Target> targets;
    private final @Nullable CallCounters counters;
    private final LongAdder matched = new LongAdder();

    /**
     * Compiles a route.
     *
     * @param targets what {@code source.clusters()} names, in the same order
     * @param counters of the route level, or null if that level is off
     * @throws com.google.re2j.PatternSyntaxException if it holds a bad regular expression
     */
    public CompiledRoute(Route source, List<Target> targets, @Nullable CallCounters counters) {
        this.source = source;
        this.targets = targets;
        this.counters = counters;
        this.matches = source.matches().isEmpty()
                ? List.of(List.of())
                : source.matches().stream().map(CompiledRoute::compiled).toList();
        this.split = new Split(source.clusters(), source.stickyBy());
    }

    private static List<CompiledCondition> compiled(RouteMatch match) {
        return match.conditions().stream()
                .map((Condition c) -> new CompiledCondition(c))
                .toList();
    }

    public String id() {
        return source.id();
    }

    public Route source() {
        return source;
    }

    /** Entries of the match: ORed; the conditions of one entry are ANDed. Never empty. */
    public List<List<CompiledCondition>> matches() {
        return matches;
    }

    /** The destination this request goes to. */
    public Target draw(RpcRequest request, Identity self, Dice dice) {
        return targets.get(split.draw(request, self, dice));
    }

    public List<Target> targets() {
        return targets;
    }

    /** Counters of the route level, or null if that level is off. */
    public @Nullable CallCounters counters() {
        return counters;
    }

    /** The part of a request that decides among the destinations, or null if chance does. */
    public @Nullable Part stickyBy() {
        return targets.size() > 1 ? split.stickyBy() : null;
    }

    /** Counts one call that took this route. */
    public void count() {
        matched.increment();
    }

    /** Goes on from a count of the process before. */
    public void matched(long before) {
        matched.reset();
        matched.add(before);
    }

    public long matched() {
        return matched.sum();
    }

    /** Whether every request that matches the other route matches this one; may miss some cases, never claims one wrongly. */
    public boolean covers(CompiledRoute other) {
        return source.protocol() == other.source.protocol()
                && other.matches.stream().allMatch(this::coversEntry);
    }

    private boolean coversEntry(List<CompiledCondition> entry) {
        return matches.stream().anyMatch(mine -> mine.stream().allMatch(c -> contains(entry, c)));
    }

    private static boolean contains(List<CompiledCondition> entry, CompiledCondition condition) {
        return entry.stream().anyMatch(condition::sameAs);
    }
}
