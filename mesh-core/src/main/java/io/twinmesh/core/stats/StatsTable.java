package io.twinmesh.core.stats;

import io.twinmesh.api.Direction;
import io.twinmesh.api.Internal;
import io.twinmesh.api.MethodKey;
import io.twinmesh.api.config.MeshConfigurationException;
import io.twinmesh.api.model.Endpoint;
import io.twinmesh.api.stats.CallStats;
import io.twinmesh.api.stats.StatsLevel;
import io.twinmesh.api.stats.StatsSource;
import io.twinmesh.api.upgrade.UpgradeParticipant;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * All counters of a mesh, by what they count. A level that is off costs nothing: its counters are never made. A level keeps at most
 * {@value #LIMIT} things; calls of any more are counted together under the name {@code other}.
 *
 * <p>Threading: any thread.
 */
@Internal(since = "0.1")
public final class StatsTable implements StatsSource {

    private static final int LIMIT = 5_000;
    private static final String OTHER = "other";

    private final Set<StatsLevel> on;
    private final Map<Key, CallCounters> calls = new ConcurrentHashMap<>();
    private final Map<StatsLevel, AtomicInteger> sizes = new EnumMap<>(StatsLevel.class);
    private final Map<String, AtomicLong> counters = new ConcurrentSkipListMap<>();

    private record Key(StatsLevel level, Direction direction, SortedMap<String, String> labels) {}

    public StatsTable(Set<StatsLevel> on) {
        this.on = Set.copyOf(on);
        this.on.forEach(level -> sizes.put(level, new AtomicInteger()));
    }

    /**
     * Reads the option {@code stats.levels}: words joined by commas, or {@code none}.
     *
     * @throws MeshConfigurationException if a word is no level
     */
    public static Set<StatsLevel> levels(String option) {
        Set<StatsLevel> levels = EnumSet.noneOf(StatsLevel.class);
        for (String word : option.split(",", -1)) {
            if (!word.isBlank() && !word.trim().equals("none")) {
                levels.add(level(word.trim()));
            }
        }
        return levels;
    }

    private static StatsLevel level(String word) {
        return Arrays.stream(StatsLevel.values())
                .filter(level -> level.word().equals(word))
                .findFirst()
                .orElseThrow(() -> new MeshConfigurationException("option 'stats.levels'", word, "one of " + words()));
    }

    private static String words() {
        return Arrays.stream(StatsLevel.values()).map(StatsLevel::word).collect(Collectors.joining(", ", "", ", none"));
    }

    /** Counters of a service, or null if that level is off. */
    public @Nullable CallCounters service(Direction direction, MethodKey method) {
        return of(StatsLevel.SERVICE, direction, Map.of("service", method.service()));
    }

    /** Counters of a method, or null if that level is off. */
    public @Nullable CallCounters method(Direction direction, MethodKey method) {
        return of(StatsLevel.METHOD, direction, Map.of("service", method.service(), "method", method.method()));
    }

    /** Counters of a route, or null if that level is off. */
    public @Nullable CallCounters route(String id) {
        return of(StatsLevel.ROUTE, Direction.OUTBOUND, Map.of("route", id));
    }

    /** Counters of a cluster or subset, or null if that level is off. */
    public @Nullable CallCounters cluster(String name) {
        return of(StatsLevel.CLUSTER, Direction.OUTBOUND, Map.of("cluster", name));
    }

    /** Counters of an endpoint, or null if that level is off. */
    public @Nullable CallCounters endpoint(String cluster, Endpoint endpoint) {
        return of(StatsLevel.ENDPOINT, Direction.OUTBOUND, Map.of("cluster", cluster, "endpoint", endpoint.toString()));
    }

    private @Nullable CallCounters of(StatsLevel level, Direction direction, Map<String, String> labels) {
        if (!on.contains(level)) {
            return null;
        }
        Key key = new Key(level, direction, new TreeMap<>(labels));
        CallCounters known = calls.get(key);
        return known == null ? make(key) : known;
    }

    private CallCounters make(Key key) {
        AtomicInteger size = Objects.requireNonNull(sizes.get(key.level()));
        if (size.get() >= LIMIT) {
            key.labels().replaceAll((name, value) -> OTHER);
        }
        return calls.computeIfAbsent(key, made -> {
            size.incrementAndGet();
            return new CallCounters(made.level(), made.direction(), made.labels());
        });
    }

    /** A counter or gauge beside calls; made on first use. */
    public AtomicLong counter(String name) {
        return counters.computeIfAbsent(name, made -> new AtomicLong());
    }

    /** Carries all of it to a successor. */
    public UpgradeParticipant participant() {
        return new StatsState(this);
    }

    /** What has counted anything, in a stable order. */
    List<CallCounters> counted() {
        return calls.entrySet().stream()
                .filter(entry -> Arrays.stream(entry.getValue().cells()).anyMatch(cell -> cell != 0))
                .sorted(Map.Entry.comparingByKey(StatsTable::compare))
                .map(Map.Entry::getValue)
                .toList();
    }

    /** Every number is zero; what is counted stays, because calls hold on to it. */
    void clear() {
        calls.values().forEach(CallCounters::clear);
        counters.values().forEach(counter -> counter.set(0));
    }

    /** Adds numbers to those of a thing, if its level is on. */
    void add(StatsLevel level, Direction direction, Map<String, String> labels, long[] cells) {
        CallCounters counted = of(level, direction, labels);
        if (counted != null) {
            counted.add(cells);
        }
    }

    @Override
    public List<CallStats> calls() {
        return calls.entrySet().stream()
                .sorted(Map.Entry.comparingByKey(StatsTable::compare))
                .map(entry -> entry.getValue().read())
                .toList();
    }

    private static int compare(Key a, Key b) {
        int levels = a.level().compareTo(b.level());
        int directions = levels == 0 ? a.direction().compareTo(b.direction()) : levels;
        return directions == 0 ? a.labels().toString().compareTo(b.labels().toString()) : directions;
    }

    @Override
    public Map<String, Long> counters() {
        Map<String, Long> read = new TreeMap<>();
        counters.forEach((name, value) -> read.put(name, value.get()));
        return read;
    }
}
