package io.twinmesh.api.stats;

import io.twinmesh.api.Stable;
import java.util.List;
import java.util.Map;

/** Numbers to read. Threading: any thread; what is read is exact per number, not across numbers. */
@Stable(since = "0.1")
public interface StatsSource {

    /** Everything that calls were counted by so far, in a stable order. */
    List<CallStats> calls();

    /** Counters and gauges beside calls, by name in lower case words joined by underscores: {@code policy_updates_refused}. */
    Map<String, Long> counters();
}
