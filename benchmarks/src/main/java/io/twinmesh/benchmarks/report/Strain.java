package io.twinmesh.benchmarks.report;

import io.twinmesh.benchmarks.process.MachineTime;

/**
 * Where the machine's CPU time went while something was measured.
 *
 * @param othersSeconds taken by other processes or the hypervisor
 * @param allSeconds all there was, idle or not
 */
public record Strain(double othersSeconds, double allSeconds) {

    /** Between two readings, in which the processes of the benchmark used {@code ownSeconds}. */
    public static Strain between(MachineTime begin, MachineTime end, double ownSeconds) {
        return new Strain(end.busySeconds() - begin.busySeconds() - ownSeconds, end.allSeconds() - begin.allSeconds());
    }

    Strain plus(Strain other) {
        return new Strain(othersSeconds + other.othersSeconds, allSeconds + other.allSeconds);
    }

    /** The share of others in percent; what one reading counts too late evens out in a sum. */
    double othersPercent() {
        return Math.max(0, othersSeconds) / allSeconds * 100;
    }
}
