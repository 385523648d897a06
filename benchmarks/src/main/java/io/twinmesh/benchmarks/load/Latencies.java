package io.twinmesh.benchmarks.load;

/**
 * Percentiles of the latency, all in microseconds.
 *
 * @param p50 median
 * @param p90 90th percentile
 * @param p99 99th percentile
 * @param p999 99.9th percentile
 * @param max largest
 */
public record Latencies(double p50, double p90, double p99, double p999, double max) {}
