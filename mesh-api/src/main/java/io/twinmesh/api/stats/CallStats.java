package io.twinmesh.api.stats;

import io.twinmesh.api.Direction;
import io.twinmesh.api.Stable;
import java.util.Map;
import java.util.SortedMap;

/**
 * The numbers of one thing that calls are counted by.
 *
 * @param labels what names the thing: {@code service}, {@code method}, {@code route}, {@code cluster}, {@code endpoint}
 * @param outcomes calls by {@link io.twinmesh.api.Outcome#word}
 * @param rejections calls by {@link io.twinmesh.api.RejectReason#word}
 * @param latency of calls that were let through
 */
@Stable(since = "0.1")
public record CallStats(
        StatsLevel level,
        Direction direction,
        SortedMap<String, String> labels,
        Map<String, Long> outcomes,
        Map<String, Long> rejections,
        Latency latency) {}
