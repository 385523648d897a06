package io.twinmesh.benchmarks.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * CPU time of the whole machine since it started, from /proc/stat.
 *
 * @param busySeconds spent in processes, or stolen by the hypervisor
 * @param allSeconds all CPU time there was, idle or not
 */
public record MachineTime(double busySeconds, double allSeconds) {

    private static final double TICKS_PER_SECOND = 100;
    private static final int STEAL = 8;

    /** Now; nothing if the system does not say. */
    public static MachineTime now() {
        try (var lines = Files.lines(Path.of("/proc/stat"))) {
            return parse(lines.findFirst().orElse(""));
        } catch (IOException unreadable) {
            return new MachineTime(0, 0);
        }
    }

    /** Share in percent of the CPU time since {@code begin} that went neither to {@code ownSeconds} nor to idling. */
    public double othersPercentSince(MachineTime begin, double ownSeconds) {
        double others = busySeconds - begin.busySeconds - ownSeconds;
        return Math.max(0, others) / (allSeconds - begin.allSeconds) * 100;
    }

    /** Reads the first line: cpu, user, nice, system, idle, iowait, irq, softirq, steal. */
    static MachineTime parse(String line) {
        String[] words = line.split("\\s+", -1);
        double all = 0;
        for (int i = 1; i <= STEAL; i++) {
            all += Double.parseDouble(words[i]);
        }
        double busy = Double.parseDouble(words[1])
                + Double.parseDouble(words[2])
                + Double.parseDouble(words[3])
                + Double.parseDouble(words[STEAL]);
        return new MachineTime(busy / TICKS_PER_SECOND, all / TICKS_PER_SECOND);
    }
}
