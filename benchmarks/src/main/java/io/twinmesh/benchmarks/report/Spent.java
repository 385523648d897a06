package io.twinmesh.benchmarks.report;

import io.twinmesh.benchmarks.process.Usage;
import java.util.Map;

/**
 * What a process used during a window.
 *
 * @param cpuSeconds user and system time in seconds
 * @param rssKib resident memory in KiB at the end of the window
 */
public record Spent(double cpuSeconds, long rssKib) {

    /** The difference of two readings. */
    public static Spent between(Usage begin, Usage end) {
        return new Spent(end.cpuSeconds() - begin.cpuSeconds(), end.rssKib());
    }

    void addTo(Map<String, Object> fields, String process) {
        fields.put(process + "CpuSeconds", cpuSeconds);
        fields.put(process + "RssKib", rssKib);
    }
}
