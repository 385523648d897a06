package io.twinmesh.api.stats;

import io.twinmesh.api.Stable;

/**
 * A latency histogram.
 *
 * @param upperNanos upper bound of each bucket, inclusive, ascending; the last is {@link Long#MAX_VALUE}
 * @param counts calls in each bucket, not cumulated
 * @param sumNanos sum of all latencies
 */
@Stable(since = "0.1")
@SuppressWarnings("ArrayRecordComponent") // read once by a sink, never compared
public record Latency(long[] upperNanos, long[] counts, long sumNanos) {

    public long count() {
        long count = 0;
        for (long calls : counts) {
            count += calls;
        }
        return count;
    }

    /** Upper bound of the bucket in which this share of the calls lies, in nanoseconds; 0 if there are no calls. */
    public long quantileNanos(double share) {
        long rank = (long) Math.ceil(share * count());
        for (int i = 0; i < counts.length && rank > 0; i++) {
            rank -= counts[i];
            if (rank <= 0) {
                return upperNanos[i];
            }
        }
        return 0;
    }
}
