package io.twinmesh.core.kernel;

import io.twinmesh.api.MethodKey;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * Plans by method, made on first use. Keeps at most {@value #LIMIT}: peers choose the names, so there must be an end; a method beyond it is
 * compiled for every call. Threading: any thread.
 */
final class PlanCache {

    private static final int LIMIT = 4_096;

    private final Map<MethodKey, MethodPlan> plans = new ConcurrentHashMap<>();
    private final Function<MethodKey, MethodPlan> compile;

    PlanCache(Function<MethodKey, MethodPlan> compile) {
        this.compile = compile;
    }

    MethodPlan plan(MethodKey key) {
        MethodPlan plan = plans.get(key);
        return plan == null ? make(key) : plan;
    }

    private MethodPlan make(MethodKey key) {
        return plans.size() < LIMIT ? plans.computeIfAbsent(key, compile) : compile.apply(key);
    }
}
