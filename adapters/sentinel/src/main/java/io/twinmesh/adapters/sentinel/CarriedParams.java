package io.twinmesh.adapters.sentinel;

import com.alibaba.csp.sentinel.slots.block.flow.param.ParamFlowRule;
import com.alibaba.csp.sentinel.slots.block.flow.param.ParameterMetric;
import com.alibaba.csp.sentinel.slots.statistic.cache.CacheMap;
import io.twinmesh.api.upgrade.StateReader;
import io.twinmesh.api.upgrade.StateWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** The buckets of a hot-parameter rule, by value of the parameter, the least used first. */
record CarriedParams(String shape, List<Bucket> tokens, List<Bucket> queues) {

    /**
     * What is left for one value.
     *
     * @param age milliseconds since its bucket was filled, or its queue let a call pass; below 0 for a time to come
     */
    record Bucket(Object value, long age, long rest) {}

    static StateWriter write(ParamFlowRule rule, ParameterMetric metric, EngineInternals engine, long now) {
        StateWriter part = new StateWriter().text(1, RuleShape.of(rule));
        CacheMap<Object, AtomicReference<Object>> tokens = engine.tokens(metric, rule);
        if (tokens != null) {
            tokens.keySet(true).forEach(value -> {
                Object status = status(tokens.get(value));
                if (status != null) {
                    add(part, 2, value, now - engine.lastAdded(status), engine.rest(status));
                }
            });
        }
        CacheMap<Object, AtomicLong> queues = metric.getRuleTimeCounter(rule);
        if (queues != null && ParamRules.queues(rule)) {
            queues.keySet(true).forEach(value -> {
                AtomicLong passed = queues.get(value);
                if (passed != null) {
                    add(part, 3, value, now - passed.get(), 0);
                }
            });
        }
        return part;
    }

    private static @Nullable Object status(@Nullable AtomicReference<Object> bucket) {
        return bucket == null ? null : bucket.get();
    }

    private static void add(StateWriter part, int field, Object value, long age, long rest) {
        StateWriter bucket = new StateWriter().number(1, age).number(2, rest);
        if (CarriedValue.write(bucket, value)) {
            part.part(field, bucket);
        }
    }

    static CarriedParams read(StateReader part) {
        return new CarriedParams(part.text(1), buckets(part, 2), buckets(part, 3));
    }

    private static List<Bucket> buckets(StateReader part, int field) {
        List<Bucket> buckets = new ArrayList<>();
        for (StateReader bucket : part.parts(field)) {
            Object value = CarriedValue.read(bucket);
            if (value != null) {
                buckets.add(new Bucket(value, bucket.number(1), bucket.number(2)));
            }
        }
        return buckets;
    }

    void apply(ParamFlowRule rule, ParameterMetric metric, EngineInternals engine, CarriedTime time) {
        clear(rule, metric, engine);
        CacheMap<Object, AtomicReference<Object>> into = engine.tokens(metric, rule);
        if (into != null) {
            tokens.forEach(bucket -> into.put(
                    bucket.value(), new AtomicReference<>(engine.tokenStatus(time.at(bucket.age()), bucket.rest()))));
        }
        CacheMap<Object, AtomicLong> passed = metric.getRuleTimeCounter(rule);
        if (passed != null) {
            queues.forEach(bucket -> passed.put(bucket.value(), new AtomicLong(time.at(bucket.age()))));
        }
    }

    static void clear(ParamFlowRule rule, ParameterMetric metric, EngineInternals engine) {
        CacheMap<Object, AtomicReference<Object>> tokens = engine.tokens(metric, rule);
        if (tokens != null) {
            tokens.clear();
        }
        CacheMap<Object, AtomicLong> queues = metric.getRuleTimeCounter(rule);
        if (queues != null) {
            queues.clear();
        }
    }
}
