package io.twinmesh.benchmarks.report;

import io.twinmesh.benchmarks.load.LoadResult;
import io.twinmesh.benchmarks.load.LoadShape;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One row under one load shape in one round.
 *
 * @param row the row's name
 * @param shape the load
 * @param round counted from 1
 * @param load what the load generator saw
 * @param proxy used by the proxy process during the measured window
 * @param loader used by the load generator during the measured window
 * @param echo used by the echo server during the measured window
 * @param tracked connections the kernel tracks where the load comes from, at the end of the window
 * @param othersPercent share of the machine's CPU time that other processes or the hypervisor took, in percent
 */
public record Run(
        String row,
        LoadShape shape,
        int round,
        LoadResult load,
        Spent proxy,
        Spent loader,
        Spent echo,
        long tracked,
        double othersPercent) {

    private static final double CALLS = 100_000;

    /** CPU seconds of the proxy process per 100,000 calls. */
    public double proxyCpuPer100k() {
        return per100k(proxy);
    }

    /** Resident memory of the proxy process in MiB. */
    double proxyRssMib() {
        return proxy.rssKib() / 1024.0;
    }

    /** CPU seconds of all processes per 100,000 calls: what the kernel does for a connection is paid by either end. */
    double allCpuPer100k() {
        return per100k(proxy) + per100k(loader) + per100k(echo);
    }

    /** Whether calls were measured and none failed; other runs are left out of the medians. */
    public boolean sound() {
        return load.calls() > 0 && load.errors() == 0;
    }

    /** What is wrong with a run that is not {@link #sound()}. */
    public String complaint() {
        return load.errors() > 0
                ? load.errors() + " errors, the first: " + load.firstError()
                : "no call began and ended after the warm-up";
    }

    /** The values in the order of the raw data file. */
    public Map<String, Object> fields() {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("row", row);
        fields.put("shape", shape.name());
        fields.put("round", round);
        fields.putAll(load.fields());
        proxy.addTo(fields, "proxy");
        loader.addTo(fields, "loader");
        echo.addTo(fields, "echo");
        fields.put("tracked", tracked);
        fields.put("othersPercent", othersPercent);
        return fields;
    }

    private double per100k(Spent spent) {
        return load.calls() == 0 ? Double.NaN : spent.cpuSeconds() / load.calls() * CALLS;
    }
}
