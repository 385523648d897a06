package io.twinmesh.benchmarks.load;

import java.time.Duration;

/**
 * The phases of one run.
 *
 * @param warmUp calls are made and checked, but not measured
 * @param measure length of the measured window
 * @param drain longest wait for the last replies
 */
public record LoadTimes(Duration warmUp, Duration measure, Duration drain) {

    /** The longest time a run takes, connecting and start-up not counted. */
    public Duration total() {
        return warmUp.plus(measure).plus(drain);
    }
}
