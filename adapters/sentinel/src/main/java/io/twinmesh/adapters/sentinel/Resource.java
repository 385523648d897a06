package io.twinmesh.adapters.sentinel;

import com.alibaba.csp.sentinel.EntryType;
import com.alibaba.csp.sentinel.ResourceTypeConstants;
import com.alibaba.csp.sentinel.node.StatisticNode;
import com.alibaba.csp.sentinel.slotchain.ResourceWrapper;
import com.alibaba.csp.sentinel.slotchain.StringResourceWrapper;
import com.alibaba.csp.sentinel.slots.block.degrade.DegradeRule;
import com.alibaba.csp.sentinel.slots.block.degrade.circuitbreaker.CircuitBreaker;
import com.alibaba.csp.sentinel.slots.block.degrade.circuitbreaker.ExceptionCircuitBreaker;
import com.alibaba.csp.sentinel.slots.block.degrade.circuitbreaker.ResponseTimeCircuitBreaker;
import com.alibaba.csp.sentinel.slots.block.flow.param.ParamFlowRule;
import com.alibaba.csp.sentinel.slots.block.flow.param.ParameterMetric;
import com.alibaba.csp.sentinel.slots.block.flow.param.ParameterMetricStorage;
import io.twinmesh.api.upgrade.StateWriter;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * What is counted about one resource of one mesh; outlives the policies that have rules for it.
 *
 * <p>Threads: any.
 */
final class Resource {

    /** Callers counted one by one; those beyond share a counter, because their names come from outside. */
    private static final int MOST_ORIGINS = 1_000;

    private static final String OTHER_ORIGINS = "(further callers)";

    private final String name;
    private final ResourceWrapper wrapper;
    private final StatisticNode node = new StatisticNode();
    private final Map<String, StatisticNode> contexts = new ConcurrentHashMap<>();
    private final Map<String, StatisticNode> origins = new ConcurrentHashMap<>();
    private final Map<DegradeRule, CircuitBreaker> breakers = new ConcurrentHashMap<>();
    private final Set<ParamFlowRule> params = ConcurrentHashMap.newKeySet();
    private volatile boolean entered;

    /** @param tag sets the names of this mesh apart in the one static map there is, that of hot parameters */
    Resource(String tag, String name) {
        this.name = name;
        this.wrapper = new StringResourceWrapper(tag + name, EntryType.OUT, ResourceTypeConstants.COMMON_RPC);
    }

    String name() {
        return name;
    }

    ResourceWrapper wrapper() {
        return wrapper;
    }

    /** All its calls. */
    StatisticNode node() {
        return node;
    }

    /** Its calls that came through one entrance. */
    StatisticNode context(String entrance) {
        return contexts.computeIfAbsent(entrance, key -> new StatisticNode());
    }

    /** Its calls from one application. */
    StatisticNode origin(String caller) {
        StatisticNode known = origins.get(caller);
        if (known != null) {
            return known;
        }
        String key = origins.size() < MOST_ORIGINS ? caller : OTHER_ORIGINS;
        return origins.computeIfAbsent(key, absent -> new StatisticNode());
    }

    /** Whether a call ever came; until then nothing that refers to it limits anything. */
    boolean entered() {
        return entered;
    }

    void markEntered() {
        if (!entered) {
            entered = true;
        }
    }

    /** The switch of a rule, in the state it has. */
    CircuitBreaker breaker(DegradeRule rule) {
        return breakers.computeIfAbsent(rule, Resource::newBreaker);
    }

    private static CircuitBreaker newBreaker(DegradeRule rule) {
        return rule.getGrade() == DegradeRules.SLOW_CALLS
                ? new ResponseTimeCircuitBreaker(rule)
                : new ExceptionCircuitBreaker(rule);
    }

    /** The counters of hot parameters, with room for a rule. */
    ParameterMetric metric(ParamFlowRule rule) {
        params.add(rule);
        ParameterMetricStorage.initParamMetricsFor(wrapper, rule);
        return ParameterMetricStorage.getParamMetric(wrapper);
    }

    /** Writes what was counted about it. */
    StateWriter carry(EngineInternals engine, long now) {
        StateWriter part =
                new StateWriter().text(1, name).flag(2, entered).part(3, CarriedNode.write(node, engine, now));
        contexts.forEach((entrance, own) -> part.part(4, named(entrance, own, engine, now)));
        origins.forEach((caller, own) -> part.part(5, named(caller, own, engine, now)));
        breakers.forEach((rule, breaker) -> part.part(6, CarriedBreaker.write(rule, breaker, engine, now)));
        ParameterMetric metric = ParameterMetricStorage.getParamMetric(wrapper);
        if (metric != null) {
            params.forEach(rule -> part.part(7, CarriedParams.write(rule, metric, engine, now)));
        }
        return part;
    }

    private static StateWriter named(String name, StatisticNode node, EngineInternals engine, long now) {
        return new StateWriter().text(1, name).part(2, CarriedNode.write(node, engine, now));
    }

    /** Forgets all that was counted, but for the calls under way. */
    void forget(EngineInternals engine) {
        entered = false;
        Stream.of(Stream.of(node), contexts.values().stream(), origins.values().stream())
                .flatMap(nodes -> nodes)
                .forEach(own -> CarriedNode.clear(own, engine));
        breakers.values().forEach(breaker -> CarriedBreaker.clear(breaker, engine));
        ParameterMetric metric = ParameterMetricStorage.getParamMetric(wrapper);
        if (metric != null) {
            params.forEach(rule -> CarriedParams.clear(rule, metric, engine));
        }
    }

    /** Forgets switches and hot parameters of rules that are no more. */
    void retain(Set<DegradeRule> degrades, Set<ParamFlowRule> hot) {
        breakers.keySet().retainAll(degrades);
        params.removeIf(rule -> !hot.contains(rule) && clear(rule));
    }

    private boolean clear(ParamFlowRule rule) {
        ParameterMetric metric = ParameterMetricStorage.getParamMetric(wrapper);
        if (metric != null) {
            metric.clearForRule(rule);
        }
        return true;
    }

    /** Forgets what stands in static maps. */
    void release() {
        if (!params.isEmpty()) {
            ParameterMetricStorage.clearParamMetricForResource(wrapper.getName());
        }
    }
}
