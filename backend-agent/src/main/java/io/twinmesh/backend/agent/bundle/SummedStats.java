package io.twinmesh.backend.agent.bundle;

import io.twinmesh.api.Direction;
import io.twinmesh.api.stats.CallStats;
import io.twinmesh.api.stats.Latency;
import io.twinmesh.api.stats.StatsLevel;
import io.twinmesh.api.stats.StatsSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * The numbers of a mesh over all its bundles: those that are open and those that were. So no number goes back when a bundle is replaced.
 *
 * <p>Threading: any.
 */
final class SummedStats implements StatsSource {

    private final Set<Side> open = new LinkedHashSet<>();
    private final Supplier<Map<String, Long>> own;
    private Map<Key, CallStats> closedCalls = new HashMap<>();
    private Map<String, Long> closedCounters = new TreeMap<>();

    private record Key(StatsLevel level, Direction direction, SortedMap<String, String> labels) {

        static final Comparator<Key> ORDER = Comparator.comparing(Key::level)
                .thenComparing(Key::direction)
                .thenComparing(key -> key.labels().toString());
    }

    /** @param own counters that belong to no bundle */
    SummedStats(Supplier<Map<String, Long>> own) {
        this.own = own;
    }

    synchronized void add(Side side) {
        open.add(side);
    }

    /** Keeps the numbers of a bundle and lets go of it. */
    synchronized void close(Side side) {
        if (open.remove(side)) {
            side.kernel().stats().calls().forEach(calls -> add(closedCalls, copy(calls)));
            side.kernel().stats().counters().forEach((name, value) -> closedCounters.merge(name, value, Long::sum));
        }
    }

    @Override
    public synchronized List<CallStats> calls() {
        Map<Key, CallStats> sums = new HashMap<>(closedCalls);
        open.forEach(side -> side.kernel().stats().calls().forEach(calls -> add(sums, calls)));
        return sums.entrySet().stream()
                .sorted(Map.Entry.comparingByKey(Key.ORDER))
                .map(Map.Entry::getValue)
                .toList();
    }

    @Override
    public synchronized Map<String, Long> counters() {
        Map<String, Long> sums = new TreeMap<>(closedCounters);
        open.forEach(
                side -> side.kernel().stats().counters().forEach((name, value) -> sums.merge(name, value, Long::sum)));
        sums.putAll(own.get());
        return sums;
    }

    private static void add(Map<Key, CallStats> sums, CallStats calls) {
        sums.merge(new Key(calls.level(), calls.direction(), calls.labels()), calls, SummedStats::sum);
    }

    private static CallStats sum(CallStats one, CallStats other) {
        return new CallStats(
                one.level(),
                one.direction(),
                one.labels(),
                sum(one.outcomes(), other.outcomes()),
                sum(one.rejections(), other.rejections()),
                sum(one.latency(), other.latency()));
    }

    private static Map<String, Long> sum(Map<String, Long> one, Map<String, Long> other) {
        Map<String, Long> sums = new LinkedHashMap<>(one);
        other.forEach((word, calls) -> sums.merge(word, calls, Long::sum));
        return sums;
    }

    /** Another version of the kernel may draw its buckets otherwise: every bound of either is kept. */
    private static Latency sum(Latency one, Latency other) {
        SortedMap<Long, Long> buckets = new TreeMap<>();
        List.of(one, other).forEach(latency -> {
            for (int i = 0; i < latency.counts().length; i++) {
                buckets.merge(latency.upperNanos()[i], latency.counts()[i], Long::sum);
            }
        });
        return new Latency(array(buckets.keySet()), array(buckets.values()), one.sumNanos() + other.sumNanos());
    }

    private static long[] array(Collection<Long> values) {
        return values.stream().mapToLong(Long::longValue).toArray();
    }

    /** Values whose classes are the application's. */
    private static CallStats copy(CallStats calls) {
        return new CallStats(
                calls.level(),
                calls.direction(),
                new TreeMap<>(calls.labels()),
                new LinkedHashMap<>(calls.outcomes()),
                new LinkedHashMap<>(calls.rejections()),
                new Latency(
                        Arrays.copyOf(
                                calls.latency().upperNanos(), calls.latency().upperNanos().length),
                        Arrays.copyOf(calls.latency().counts(), calls.latency().counts().length),
                        calls.latency().sumNanos()));
    }

    synchronized int size() {
        return open.size();
    }

    /** Bundles that are open, the oldest first. */
    synchronized List<Side> open() {
        return new ArrayList<>(open);
    }
}
