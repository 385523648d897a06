package io.twinmesh.core.stats;

import io.twinmesh.api.Direction;
import io.twinmesh.api.Internal;
import io.twinmesh.api.Outcome;
import io.twinmesh.api.RejectReason;
import io.twinmesh.api.stats.CallStats;
import io.twinmesh.api.stats.Latency;
import io.twinmesh.api.stats.StatsLevel;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.concurrent.atomic.AtomicLongArray;

/** The numbers of one thing that calls are counted by, in one array of longs (about 300 bytes). Threading: any thread, without locks. */
@Internal(since = "0.1")
@SuppressWarnings("EnumOrdinal") // cells of one array, never stored
public final class CallCounters {

    private static final Outcome[] OUTCOMES = Outcome.values();
    private static final RejectReason[] REASONS = RejectReason.values();
    static final int REJECTIONS = OUTCOMES.length;
    static final int SUM = REJECTIONS + REASONS.length;
    static final int BUCKETS = SUM + 1;
    static final int CELLS = BUCKETS + Buckets.count();

    private final StatsLevel level;
    private final Direction direction;
    private final SortedMap<String, String> labels;
    private final AtomicLongArray cells = new AtomicLongArray(CELLS);

    CallCounters(StatsLevel level, Direction direction, SortedMap<String, String> labels) {
        this.level = level;
        this.direction = direction;
        this.labels = labels;
    }

    /** A call that was let through has ended. */
    public void ended(Outcome outcome, long nanos) {
        cells.getAndIncrement(outcome.ordinal());
        cells.getAndAdd(SUM, nanos);
        cells.getAndIncrement(BUCKETS + Buckets.index(nanos));
    }

    /** A call was rejected. */
    public void rejected(RejectReason reason) {
        cells.getAndIncrement(REJECTIONS + reason.ordinal());
    }

    StatsLevel level() {
        return level;
    }

    Direction direction() {
        return direction;
    }

    /** What is counted. */
    public SortedMap<String, String> labels() {
        return labels;
    }

    /** All numbers: outcomes, rejections, the sum of latencies, buckets. */
    long[] cells() {
        long[] copy = new long[CELLS];
        Arrays.setAll(copy, cells::get);
        return copy;
    }

    void add(long[] more) {
        for (int i = 0; i < CELLS; i++) {
            cells.getAndAdd(i, more[i]);
        }
    }

    void clear() {
        for (int i = 0; i < CELLS; i++) {
            cells.set(i, 0);
        }
    }

    CallStats read() {
        long[] counts = new long[Buckets.count()];
        Arrays.setAll(counts, i -> cells.get(BUCKETS + i));
        return new CallStats(
                level,
                direction,
                labels,
                outcomes(),
                rejections(),
                new Latency(Buckets.bounds(), counts, cells.get(SUM)));
    }

    private Map<String, Long> outcomes() {
        Map<String, Long> read = new LinkedHashMap<>();
        for (Outcome outcome : OUTCOMES) {
            read.put(outcome.word(), cells.get(outcome.ordinal()));
        }
        return read;
    }

    private Map<String, Long> rejections() {
        Map<String, Long> read = new LinkedHashMap<>();
        for (RejectReason reason : REASONS) {
            read.put(reason.word(), cells.get(REJECTIONS + reason.ordinal()));
        }
        return read;
    }
}
