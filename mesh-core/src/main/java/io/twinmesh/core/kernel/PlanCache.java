package io.twinmesh.core.kernel;

import io.twinmesh.api.MethodKey;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;

/**
 * Plans by method, made on first use. Keeps at most {@value #LIMIT}, with {@value #MOST_CHARACTERS} characters of names: peers choose the
 * names, so there must be an end; a method beyond it is compiled for every call. Threading: any thread.
 */
final class PlanCache {

    private static final int LIMIT = 4_096;
    private static final long MOST_CHARACTERS = 8_388_608;

    private final Map<MethodKey, MethodPlan> plans = new ConcurrentHashMap<>();
    private final Function<MethodKey, MethodPlan> compile;
    private final AtomicLong characters = new AtomicLong();

    PlanCache(Function<MethodKey, MethodPlan> compile) {
        this.compile = compile;
    }

    MethodPlan plan(MethodKey key) {
        MethodPlan plan = plans.get(key);
        return plan == null ? make(key) : plan;
    }

    private MethodPlan make(MethodKey key) {
        boolean full = plans.size() >= LIMIT || characters.get() + length(key) > MOST_CHARACTERS;
        return full ? compile.apply(key) : plans.computeIfAbsent(key, this::keep);
    }

    private MethodPlan keep(MethodKey key) {
        MethodPlan plan = compile.apply(key);
        characters.addAndGet(length(key));
        return plan;
    }

    private static int length(MethodKey key) {
        int length =
                key.service().length() + key.version().length() + key.method().length();
        for (String type : key.parameterTypes()) {
            length += type.length();
        }
        return length;
    }
}
