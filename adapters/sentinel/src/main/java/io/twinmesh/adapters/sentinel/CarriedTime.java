package io.twinmesh.adapters.sentinel;

import com.alibaba.csp.sentinel.util.TimeUtil;
import io.twinmesh.api.upgrade.StateReader;

/**
 * Turns ages into times of this process. The counters live by the clock on the wall, which both processes see, so the time between them
 * counts; if the clocks do not fit together, it is left out.
 *
 * @param taken when the state was taken, by this process's clock
 * @param now the time here
 */
record CarriedTime(long taken, long now) {

    private static final long LONGEST = 60_000;

    static CarriedTime read(StateReader fields, int field) {
        long taken = fields.number(field);
        long now = TimeUtil.currentTimeMillis();
        return new CarriedTime(taken <= now && now - taken <= LONGEST ? taken : now, now);
    }

    /** The time of something so many milliseconds old. */
    long at(long age) {
        return Math.max(0, taken - age);
    }
}
