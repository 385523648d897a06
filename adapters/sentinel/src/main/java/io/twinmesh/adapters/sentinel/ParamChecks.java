package io.twinmesh.adapters.sentinel;

import com.alibaba.csp.sentinel.slotchain.ResourceWrapper;
import com.alibaba.csp.sentinel.slots.block.flow.param.ParamFlowChecker;
import com.alibaba.csp.sentinel.slots.block.flow.param.ParamFlowRule;
import com.alibaba.csp.sentinel.slots.block.flow.param.ParamFlowRuleUtil;
import com.alibaba.csp.sentinel.slots.block.flow.param.ParameterMetric;
import com.alibaba.csp.sentinel.slots.block.flow.param.ParameterMetricStorage;
import io.twinmesh.api.RpcRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The hot-parameter rules of one method. A negative index is turned into a real one here, in a copy of the rule for this method: Sentinel
 * writes it into the rule that all methods share, where it is wrong for the next method.
 *
 * <p>Threads: any.
 */
final class ParamChecks {

    private final Resource resource;
    private final ResourceWrapper wrapper;
    private final LiveRule[] rules;
    private final ParamFlowRule[] resolved;
    private final boolean[] asked;
    private final boolean countsThreads;
    private ParameterMetric metric;

    private ParamChecks(Resource resource, List<LiveRule> rules, List<ParamFlowRule> resolved) {
        this.resource = resource;
        this.wrapper = resource.wrapper();
        this.rules = rules.toArray(LiveRule[]::new);
        this.resolved = resolved.toArray(ParamFlowRule[]::new);
        this.asked = new boolean
                [1
                        + resolved.stream()
                                .mapToInt(ParamFlowRule::getParamIdx)
                                .max()
                                .orElse(-1)];
        resolved.forEach(rule -> asked[rule.getParamIdx()] = true);
        this.countsThreads = resolved.stream().anyMatch(rule -> rule.getGrade() == 0);
        this.metric = prepared();
    }

    /** The checks of a method, or null if none of the rules reaches one of its parameters. */
    static @Nullable ParamChecks of(Resource resource, List<LiveRule> rules, List<String> types) {
        List<LiveRule> reaching = new ArrayList<>();
        List<ParamFlowRule> resolved = new ArrayList<>();
        for (LiveRule rule : rules) {
            ParamFlowRule copy = resolved((ParamFlowRule) rule.rule(), types.size());
            int index = copy.getParamIdx();
            if (index >= 0 && index < types.size()) {
                ParamValues.noteUnlessCounted(rule, resource, index, types.get(index));
                reaching.add(rule);
                resolved.add(copy);
            }
        }
        return reaching.isEmpty() ? null : new ParamChecks(resource, reaching, resolved);
    }

    /** A copy of a rule with the real index for so many parameters. */
    static ParamFlowRule resolved(ParamFlowRule rule, int parameters) {
        int index = rule.getParamIdx();
        ParamFlowRule copy = new ParamFlowRule(rule.getResource());
        copy.setLimitApp(rule.getLimitApp());
        copy.setRegex(rule.isRegex());
        copy.setGrade(rule.getGrade());
        copy.setParamIdx(index < 0 ? parameters + index : index);
        copy.setCount(rule.getCount());
        copy.setControlBehavior(rule.getControlBehavior());
        copy.setMaxQueueingTimeMs(rule.getMaxQueueingTimeMs());
        copy.setBurstCount(rule.getBurstCount());
        copy.setDurationInSec(rule.getDurationInSec());
        copy.setParamFlowItemList(rule.getParamFlowItemList());
        ParamFlowRuleUtil.fillExceptionFlowItems(copy);
        return copy;
    }

    /** How many parameters the method of a resource has, by its name. */
    static int parameters(String resource) {
        int open = resource.lastIndexOf('(');
        if (open < 0 || resource.endsWith("()")) {
            return 0;
        }
        return 1 + (int) resource.substring(open).chars().filter(c -> c == ',').count();
    }

    private ParameterMetric prepared() {
        ParameterMetric prepared = resource.metric(resolved[0]);
        for (ParamFlowRule rule : resolved) {
            prepared = resource.metric(rule);
        }
        return prepared;
    }

    List<LiveRule> rules() {
        return List.of(rules);
    }

    /** The arguments that rules ask for, each at its index. */
    @Nullable Object[] arguments(RpcRequest request) {
        @Nullable Object[] arguments = new Object[asked.length];
        for (int i = 0; i < asked.length; i++) {
            arguments[i] = asked[i] ? ParamValues.counted(request.argument(i)) : null;
        }
        return arguments;
    }

    /** The arguments that rules ask for, of a call that was let in by the process before. */
    @Nullable Object[] arguments(Map<Integer, Object> carried) {
        @Nullable Object[] arguments = new Object[asked.length];
        for (int i = 0; i < asked.length; i++) {
            arguments[i] = asked[i] ? carried.get(i) : null;
        }
        return arguments;
    }

    /** The first rule that does not let the call pass, or null; waits if a rule queues. */
    @Nullable LiveRule blocking(@Nullable Object[] arguments) {
        if (ParameterMetricStorage.getParamMetric(wrapper) != metric) {
            metric = prepared(); // an application that uses Sentinel too has cleared the static map
        }
        for (int i = 0; i < resolved.length; i++) {
            if (!ParamFlowChecker.passCheck(wrapper, resolved[i], 1, arguments)) {
                return rules[i];
            }
        }
        return null;
    }

    void begin(@Nullable Object[] arguments) {
        if (countsThreads) {
            metric.addThreadCount(arguments);
        }
    }

    void end(@Nullable Object[] arguments) {
        if (countsThreads) {
            metric.decreaseThreadCount(arguments);
        }
    }
}
