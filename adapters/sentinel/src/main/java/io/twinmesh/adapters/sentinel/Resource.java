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
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

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
