package io.twinmesh.adapters.sentinel;

import com.alibaba.csp.sentinel.slots.statistic.base.LeapArray;
import com.alibaba.csp.sentinel.slots.statistic.base.WindowWrap;
import io.twinmesh.api.upgrade.StateReader;
import io.twinmesh.api.upgrade.StateWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Function;

/**
 * The windows of one sliding counter: of each its age when the state was taken, in milliseconds, and its numbers.
 *
 * @param rows one for each window
 */
record CarriedWindows(List<long[]> rows) {

    /** Writes the windows that still count, as one field and their width as the next one. */
    static <T> void write(StateWriter part, int field, LeapArray<T> windows, long now, Function<T, long[]> numbers) {
        List<WindowWrap<T>> live = windows.list(now);
        if (live.isEmpty()) {
            return;
        }
        int width = 1 + numbers.apply(live.get(0).value()).length;
        long[] all = new long[live.size() * width];
        int at = 0;
        for (WindowWrap<T> window : live) {
            all[at++] = now - window.windowStart();
            for (long number : numbers.apply(window.value())) {
                all[at++] = number;
            }
        }
        part.numbers(field, all).number(field + 1, width);
    }

    /** Reads windows with at least so many numbers each; those a later version has added are left out. */
    static CarriedWindows read(StateReader part, int field, int numbers) {
        if (!part.has(field)) {
            return new CarriedWindows(List.of());
        }
        long[] all = part.numbers(field);
        int width = part.number(field + 1, numbers + 1, 1_000);
        List<long[]> rows = new ArrayList<>();
        for (int from = 0; from + width <= all.length; from += width) {
            rows.add(row(part, all, from, numbers + 1));
        }
        return new CarriedWindows(rows);
    }

    private static long[] row(StateReader part, long[] all, int from, int width) {
        long[] row = new long[width];
        for (int i = 0; i < width; i++) {
            row[i] = all[from + i];
            if (row[i] < 0) {
                throw part.refused(row[i] + " in a window", "0 or more");
            }
        }
        return row;
    }

    /** Puts the windows that still count in place. */
    <T> void apply(LeapArray<T> windows, CarriedTime time, BiConsumer<T, long[]> numbers) {
        for (long[] row : rows) {
            long start = time.at(row[0]);
            if (time.now() - start <= windows.getIntervalInMs()) {
                numbers.accept(windows.currentWindow(start).value(), row);
            }
        }
    }
}
