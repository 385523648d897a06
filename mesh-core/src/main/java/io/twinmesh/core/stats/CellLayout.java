package io.twinmesh.core.stats;

import io.twinmesh.api.Outcome;
import io.twinmesh.api.RejectReason;
import io.twinmesh.api.upgrade.StateReader;
import io.twinmesh.api.upgrade.StateWriter;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * Where the cells of another version's counters belong among ours: outcomes and reasons by their words, buckets by their bounds. What has no
 * word here is dropped; a bucket that is not among ours goes to the next higher one.
 */
final class CellLayout {

    private static final int OUTCOMES = 1;
    private static final int REASONS = 2;
    private static final int BOUNDS = 3;

    private final int[] places;

    private CellLayout(int[] places) {
        this.places = places;
    }

    static void write(StateWriter fields) {
        fields.texts(OUTCOMES, outcomes()).texts(REASONS, reasons()).numbers(BOUNDS, Buckets.bounds());
    }

    static CellLayout read(StateReader fields) {
        List<String> outcomes = fields.texts(OUTCOMES);
        List<String> reasons = fields.texts(REASONS);
        long[] bounds = fields.numbers(BOUNDS);
        int[] places = new int[outcomes.size() + reasons.size() + 1 + bounds.length];
        int at = 0;
        for (String outcome : outcomes) {
            places[at++] = outcomes().indexOf(outcome);
        }
        for (String reason : reasons) {
            int place = reasons().indexOf(reason);
            places[at++] = place < 0 ? -1 : CallCounters.REJECTIONS + place;
        }
        places[at++] = CallCounters.SUM;
        for (long bound : bounds) {
            places[at++] = CallCounters.BUCKETS + Buckets.index(bound);
        }
        return new CellLayout(places);
    }

    private static List<String> outcomes() {
        return Stream.of(Outcome.values()).map(Outcome::word).toList();
    }

    private static List<String> reasons() {
        return Stream.of(RejectReason.values()).map(RejectReason::word).toList();
    }

    /** The cells of one row in our order. */
    long[] cells(StateReader row, int field) {
        long[] carried = row.numbers(field);
        if (carried.length != places.length || Arrays.stream(carried).anyMatch(cell -> cell < 0)) {
            throw row.refused(carried.length + " cells", places.length + " of 0 or more");
        }
        long[] cells = new long[CallCounters.CELLS];
        for (int i = 0; i < places.length; i++) {
            if (places[i] >= 0) {
                cells[places[i]] += carried[i];
            }
        }
        return cells;
    }
}
