import io.twinmesh.adapters.sentinel.EngineLog;
import io.twinmesh.adapters.sentinel.SentinelThrottlerProvider;
import io.twinmesh.api.throttling.ThrottlerProvider;

/**
 * Throttling by Sentinel rules. Put on the path by whoever has such rules.
 */
module io.twinmesh.adapters.sentinel {
    requires com.fasterxml.jackson.core;
    requires io.twinmesh.api;
    requires io.twinmesh.shaded.sentinel;
    requires java.logging; // for Sentinel, an automatic module that cannot ask for it itself; so are the next three
    requires java.management;
    requires jdk.management;
    requires jdk.unsupported; // without it Sentinel's hot-parameter counters cannot be made
    requires static org.jspecify;
    requires org.slf4j;

    provides ThrottlerProvider with
            SentinelThrottlerProvider;
    provides com.alibaba.csp.sentinel.log.Logger with
            EngineLog;
}
