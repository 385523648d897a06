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
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * All counters of a mesh, by what they count. A level that is off costs nothing: its counters are never made. A level keeps at most
 * {@value #LIMIT} things; calls of any more are counted together under the name {@code other}, as are those of things with names of more than
 * {@value #LONGEST} characters.
 *
 * <p>Endpoints come and go. Counters of one that is gone are retired: they are read for five minutes more, so that whoever reads now and
 * then has seen their last numbers, and then freed, or as soon as the level is full. If it comes back before, they go on.
 *
 * <p>Threading: any thread. Whether counters are retired changes in one step with looking them up.
 */
@Internal(since = "0.1")
public final class StatsTable implements StatsSource {

    private static final int LIMIT = 5_000;
    private static final int LONGEST = 2_048;
    private static final String OTHER = "other";

    /** How long counters of an endpoint that is gone are read. */
    static final long READ_NANOS = TimeUnit.MINUTES.toNanos(5);

    private final Set<StatsLevel> on;
    private final Map<Key, CallCounters> calls = new ConcurrentHashMap<>();
    private final Map<Key, Long> retired = new ConcurrentHashMap<>();
    private final LongSupplier clock;
    private final Map<StatsLevel, AtomicInteger> sizes = new EnumMap<>(StatsLevel.class);
    private final Map<String, AtomicLong> counters = new ConcurrentSkipListMap<>();

    private record Key(StatsLevel level, Direction direction, SortedMap<String, String> labels) {

        /** What the calls of things beyond the limit are counted by. */
        Key other() {
            SortedMap<String, String> others = new TreeMap<>(labels);
            others.replaceAll((name, value) -> OTHER);
            return new Key(level, direction, others);
        }

        boolean isLong() {
            return labels.values().stream().mapToInt(String::length).sum() > LONGEST;
        }

        boolean isEndpoint() {
            return level == StatsLevel.ENDPOINT && !OTHER.equals(labels.get("endpoint"));
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Key key
                    && level == key.level
                    && direction == key.direction
                    && labels.equals(key.labels);
        }

        @Override
        public int hashCode() {
            return Objects.hash(level, direction, labels);
        }
    }

    public StatsTable(Set<StatsLevel> on) {
        this(on, System::nanoTime);
    }

    StatsTable(Set<StatsLevel> on, LongSupplier clock) {
        this.clock = clock;
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

    /** Whether this level is on. */
    public boolean counts(StatsLevel level) {
        return on.contains(level);
    }

    /** Retires the counters of those endpoints that are gone; those of whoever is asked for again are in use again. */
    public void retire(Predicate<CallCounters> isGone) {
        long now = clock.getAsLong();
        calls.forEach((key, counters) -> {
            if (key.isEndpoint() && isGone.test(counters)) {
                calls.computeIfPresent(key, (same, kept) -> {
                    retired.putIfAbsent(same, now);
                    return kept;
                });
            }
        });
        free(READ_NANOS);
    }

    /** Frees what was retired for so long. */
    private void free(long nanos) {
        long now = clock.getAsLong();
        retired.forEach((key, since) -> {
            if (now - since >= nanos) {
                calls.computeIfPresent(key, (same, kept) -> isFreed(same) ? null : kept);
            }
        });
    }

    private boolean isFreed(Key key) {
        boolean freed = retired.remove(key) != null;
        if (freed) {
            size(key).decrementAndGet();
        }
        return freed;
    }

    private AtomicInteger size(Key key) {
        return Objects.requireNonNull(sizes.get(key.level()));
    }

    private @Nullable CallCounters of(StatsLevel level, Direction direction, Map<String, String> labels) {
        if (!on.contains(level)) {
            return null;
        }
        Key key = new Key(level, direction, new TreeMap<>(labels));
        CallCounters known = level == StatsLevel.ENDPOINT ? calls.computeIfPresent(key, this::used) : calls.get(key);
        return known == null ? make(key) : known;
    }

    private CallCounters used(Key key, CallCounters known) {
        retired.remove(key);
        return known;
    }

    private CallCounters make(Key key) {
        if (size(key).get() >= LIMIT) {
            free(0);
        }
        return key.isLong() || size(key).get() >= LIMIT
                ? calls.computeIfAbsent(key.other(), this::made)
                : calls.compute(key, (same, known) -> known == null ? made(same) : used(same, known));
    }

    private CallCounters made(Key key) {
        size(key).incrementAndGet();
        return new CallCounters(key.level(), key.direction(), key.labels());
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
        free(READ_NANOS);
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
