package io.twinmesh.adapters.sentinel;

import com.alibaba.csp.sentinel.util.TimeUtil;
import io.twinmesh.api.upgrade.StateReader;

/**
 * Turns ages into times of this process. The counters live by the clock on the wall, which both processes see, so the time between them
 * counts; if the clocks do not fit together, it is left out. Under load Sentinel's clock is read by one thread now and then, so the one here may
 * be a little behind: its windows begin at the same times all the same.
 *
 * @param taken when the state was taken, by this process's clock
 * @param now the time here
 */
record CarriedTime(long taken, long now) {

    private static final long LONGEST = 60_000;
    private static final long MOST_BEHIND = 1_000;

    static CarriedTime read(StateReader fields, int field) {
        long taken = fields.number(field);
        long now = TimeUtil.currentTimeMillis();
        return new CarriedTime(taken - now <= MOST_BEHIND && now - taken <= LONGEST ? taken : now, now);
    }

    /** The time of something so many milliseconds old. */
    long at(long age) {
        return Math.max(0, taken - age);
    }
}
