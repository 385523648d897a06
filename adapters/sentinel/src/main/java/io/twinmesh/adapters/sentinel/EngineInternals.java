package io.twinmesh.adapters.sentinel;

import com.alibaba.csp.sentinel.node.StatisticNode;
import com.alibaba.csp.sentinel.slots.block.degrade.circuitbreaker.AbstractCircuitBreaker;
import com.alibaba.csp.sentinel.slots.block.degrade.circuitbreaker.CircuitBreaker;
import com.alibaba.csp.sentinel.slots.block.degrade.circuitbreaker.ExceptionCircuitBreaker;
import com.alibaba.csp.sentinel.slots.block.degrade.circuitbreaker.ResponseTimeCircuitBreaker;
import com.alibaba.csp.sentinel.slots.block.flow.controller.ThrottlingController;
import com.alibaba.csp.sentinel.slots.block.flow.controller.WarmUpController;
import com.alibaba.csp.sentinel.slots.block.flow.controller.WarmUpRateLimiterController;
import com.alibaba.csp.sentinel.slots.block.flow.param.ParamFlowRule;
import com.alibaba.csp.sentinel.slots.block.flow.param.ParameterMetric;
import com.alibaba.csp.sentinel.slots.statistic.base.LeapArray;
import com.alibaba.csp.sentinel.slots.statistic.cache.CacheMap;
import com.alibaba.csp.sentinel.slots.statistic.data.MetricBucket;
import com.alibaba.csp.sentinel.slots.statistic.metric.ArrayMetric;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * The fields of Sentinel's parts that it neither tells nor lets be set: its windows, tokens and switches. Looked up once; a Sentinel that has
 * them no more carries nothing.
 *
 * <p>Threads: any. Errors: {@link #open} says which one is missing.
 */
final class EngineInternals {

    private static final String BREAKERS = "com.alibaba.csp.sentinel.slots.block.degrade.circuitbreaker.";

    private final Field seconds = field(StatisticNode.class, "rollingCounterInSecond");
    private final Field minutes = field(StatisticNode.class, "rollingCounterInMinute");
    private final Field metricWindows = field(ArrayMetric.class, "data");
    private final Field array = field(LeapArray.class, "array");
    private final Field slowWindows = field(ResponseTimeCircuitBreaker.class, "slidingCounter");
    private final Field errorWindows = field(ExceptionCircuitBreaker.class, "stat");
    private final Field breakerState = field(AbstractCircuitBreaker.class, "currentState");
    private final Field breakerRetry = field(AbstractCircuitBreaker.class, "nextRetryTimestamp");
    private final Method slow = method(BREAKERS + "ResponseTimeCircuitBreaker$SlowRequestCounter", "getSlowCount");
    private final Method slowTotal =
            method(BREAKERS + "ResponseTimeCircuitBreaker$SlowRequestCounter", "getTotalCount");
    private final Method errors = method(BREAKERS + "ExceptionCircuitBreaker$SimpleErrorCounter", "getErrorCount");
    private final Method errorTotal = method(BREAKERS + "ExceptionCircuitBreaker$SimpleErrorCounter", "getTotalCount");
    private final Field tokens = field(WarmUpController.class, "storedTokens");
    private final Field filled = field(WarmUpController.class, "lastFilledTime");
    private final Field passed = field(ThrottlingController.class, "latestPassedTime");
    private final Field inNanos = field(ThrottlingController.class, "useNanoSeconds");
    private final Field warmPassed = field(WarmUpRateLimiterController.class, "latestPassedTime");
    private final Field paramTokens = field(ParameterMetric.class, "ruleTokenCounter");
    private final Constructor<?> tokenStatus;
    private final Method tokenTime;
    private final Method tokenRest;

    private EngineInternals() throws ReflectiveOperationException {
        String status = "com.alibaba.csp.sentinel.slots.block.flow.param.TokenUpdateStatus";
        tokenStatus = Class.forName(status).getDeclaredConstructor(long.class, long.class);
        tokenStatus.setAccessible(true);
        tokenTime = method(status, "getLastAddTokenTime");
        tokenRest = method(status, "getRestQps");
    }

    /** @throws ReflectiveOperationException if one of the fields is not there */
    static EngineInternals open() throws ReflectiveOperationException {
        return new EngineInternals();
    }

    private static Field field(Class<?> type, String name) throws ReflectiveOperationException {
        Field field = type.getDeclaredField(name);
        field.setAccessible(true);
        return field;
    }

    private static Method method(String type, String name) throws ReflectiveOperationException {
        Method method = Class.forName(type).getDeclaredMethod(name);
        method.setAccessible(true);
        return method;
    }

    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // the types are those of the fields above
    private static <T> T get(Field field, Object of) {
        try {
            return (T) field.get(of);
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(field.getName(), e);
        }
    }

    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // the types are those of the methods above
    private static <T> T call(Method method, Object of) {
        try {
            return (T) method.invoke(of);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(method.getName(), e);
        }
    }

    LeapArray<MetricBucket> seconds(StatisticNode node) {
        return get(metricWindows, get(seconds, node));
    }

    LeapArray<MetricBucket> minutes(StatisticNode node) {
        return get(metricWindows, get(minutes, node));
    }

    /** Every window is as if it had never been. */
    void clear(LeapArray<?> windows) {
        AtomicReferenceArray<@Nullable Object> all = get(array, windows);
        for (int i = 0; i < all.length(); i++) {
            all.set(i, null);
        }
    }

    LeapArray<?> windows(CircuitBreaker breaker) {
        return get(breaker instanceof ResponseTimeCircuitBreaker ? slowWindows : errorWindows, breaker);
    }

    /** The slow or failed calls of a window of a switch. */
    LongAdder bad(CircuitBreaker breaker, Object window) {
        return call(breaker instanceof ResponseTimeCircuitBreaker ? slow : errors, window);
    }

    LongAdder total(CircuitBreaker breaker, Object window) {
        return call(breaker instanceof ResponseTimeCircuitBreaker ? slowTotal : errorTotal, window);
    }

    AtomicReference<CircuitBreaker.State> state(CircuitBreaker breaker) {
        return get(breakerState, breaker);
    }

    long retryAt(CircuitBreaker breaker) {
        return EngineInternals.<Long>get(breakerRetry, breaker);
    }

    void retryAt(CircuitBreaker breaker, long millis) {
        try {
            breakerRetry.setLong(breaker, millis);
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(breakerRetry.getName(), e);
        }
    }

    AtomicLong tokens(WarmUpController controller) {
        return get(tokens, controller);
    }

    AtomicLong filled(WarmUpController controller) {
        return get(filled, controller);
    }

    AtomicLong passed(ThrottlingController controller) {
        return get(passed, controller);
    }

    AtomicLong passed(WarmUpRateLimiterController controller) {
        return get(warmPassed, controller);
    }

    boolean countsNanos(ThrottlingController controller) {
        return EngineInternals.<Boolean>get(inNanos, controller);
    }

    /** The buckets of a rule by value, or null if it has none. */
    @Nullable CacheMap<Object, AtomicReference<Object>> tokens(ParameterMetric metric, ParamFlowRule rule) {
        Map<ParamFlowRule, CacheMap<Object, AtomicReference<Object>>> all = get(paramTokens, metric);
        return all.get(rule);
    }

    Object tokenStatus(long lastAdded, long rest) {
        try {
            return tokenStatus.newInstance(lastAdded, rest);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(tokenStatus.getName(), e);
        }
    }

    long lastAdded(Object status) {
        return EngineInternals.<Long>call(tokenTime, status);
    }

    long rest(Object status) {
        return EngineInternals.<Long>call(tokenRest, status);
    }
}
