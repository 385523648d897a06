package io.twinmesh.adapters.sentinel;

import com.alibaba.csp.sentinel.slots.block.degrade.DegradeRule;
import com.alibaba.csp.sentinel.slots.block.flow.FlowRule;
import com.alibaba.csp.sentinel.slots.block.flow.param.ParamFlowItem;
import com.alibaba.csp.sentinel.slots.block.flow.param.ParamFlowRule;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Everything a rule says, as text that is the same in every process. A rule that says something else in the successor is another rule, and
 * begins anew there, as it does after a change of rules.
 */
final class RuleShape {

    private RuleShape() {}

    static String of(FlowRule rule) {
        return joined(
                rule.getResource(),
                rule.isRegex(),
                rule.getLimitApp(),
                rule.getGrade(),
                rule.getCount(),
                rule.getStrategy(),
                Words.of(rule.getRefResource()),
                rule.getControlBehavior(),
                rule.getWarmUpPeriodSec(),
                rule.getMaxQueueingTimeMs());
    }

    static String of(DegradeRule rule) {
        return joined(
                rule.getResource(),
                rule.isRegex(),
                rule.getGrade(),
                rule.getCount(),
                rule.getTimeWindow(),
                rule.getMinRequestAmount(),
                rule.getSlowRatioThreshold(),
                rule.getStatIntervalMs());
    }

    /** Of a rule with its real index. */
    static String of(ParamFlowRule rule) {
        String items = rule.getParamFlowItemList().stream()
                .map((ParamFlowItem item) -> joined(item.getObject(), item.getClassType(), item.getCount()))
                .collect(Collectors.joining(","));
        return joined(
                rule.getResource(),
                rule.isRegex(),
                rule.getGrade(),
                rule.getParamIdx(),
                rule.getCount(),
                rule.getControlBehavior(),
                rule.getMaxQueueingTimeMs(),
                rule.getBurstCount(),
                rule.getDurationInSec(),
                items);
    }

    private static String joined(Object... parts) {
        return Stream.of(parts).map(String::valueOf).collect(Collectors.joining("|"));
    }
}
