package io.twinmesh.core.kernel;

import io.twinmesh.api.Direction;
import io.twinmesh.api.MethodKey;
import io.twinmesh.api.Protocol;
import io.twinmesh.api.RequestDepth;
import io.twinmesh.api.throttling.ThrottleGate;
import io.twinmesh.core.route.MethodRoutes;
import io.twinmesh.core.stats.CallCounters;
import org.jspecify.annotations.Nullable;

/**
 * Everything a policy says about one method in one direction, compiled.
 *
 * @param routes its routes; null inbound, where there is nothing to route
 * @param gate its limits, or null if it has none
 * @param guarded whether the gate asks who calls before anything else
 * @param waits whether the gate may make a call wait
 * @param timed whether a rule looks at how calls end or how many are under way
 * @param depth how deep a request has to be decoded
 * @param service counters of its service, or null if that level is off
 * @param method counters of the method, or null if that level is off
 */
record MethodPlan(
        Direction direction,
        Protocol protocol,
        MethodKey key,
        @Nullable MethodRoutes routes,
        @Nullable ThrottleGate gate,
        boolean guarded,
        boolean waits,
        boolean timed,
        RequestDepth depth,
        @Nullable CallCounters service,
        @Nullable CallCounters method) {}
