package io.twinmesh.adapters.sentinel;

import com.alibaba.csp.sentinel.node.StatisticNode;
import com.alibaba.csp.sentinel.slots.block.flow.FlowRule;
import com.alibaba.csp.sentinel.slots.block.flow.TrafficShapingController;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One flow rule as it applies to one resource, entered one way: which callers it is about, whose calls it counts, and the controller of
 * Sentinel that decides. The choice follows Sentinel's {@code FlowRuleChecker}.
 *
 * <p>Threads: any.
 */
final class FlowCheck {

    private final LiveRule rule;
    private final TrafficShapingController controller;
    private final String limitApp;
    private final Set<String> named;
    private final @Nullable StatisticNode node;
    private final @Nullable Resource referred;

    /**
     * @param named the applications that rules of the resource name; {@code other} is the rest
     * @param node whose numbers are limited, or null for those of the caller
     * @param referred the resource they belong to, if it is another one
     */
    FlowCheck(
            LiveRule rule,
            TrafficShapingController controller,
            Set<String> named,
            @Nullable StatisticNode node,
            @Nullable Resource referred) {
        this.rule = rule;
        this.controller = controller;
        this.limitApp = flow(rule).getLimitApp();
        this.named = named;
        this.node = node;
        this.referred = referred;
    }

    LiveRule rule() {
        return rule;
    }

    /** Whether it lets a call pass; waits if it is a rule that queues. */
    boolean passes(String origin, @Nullable StatisticNode originNode) {
        if (referred != null && !referred.entered()) {
            return true;
        }
        if (!concerns(origin)) {
            return true;
        }
        StatisticNode counted = node == null ? originNode : node;
        return counted == null || controller.canPass(counted, 1, false);
    }

    private boolean concerns(String origin) {
        if (limitApp.equals(Words.DEFAULT)) {
            return true;
        }
        if (limitApp.equals(Words.OTHER)) {
            return !origin.isEmpty() && !named.contains(origin);
        }
        return limitApp.equals(origin);
    }

    static FlowRule flow(LiveRule rule) {
        return (FlowRule) rule.rule();
    }

    /** Whether it looks at another resource. */
    static boolean refersToResource(LiveRule rule) {
        return flow(rule).getStrategy() == FlowRules.RELATE
                && !refResource(rule).isBlank();
    }

    static String refResource(LiveRule rule) {
        return Words.of(flow(rule).getRefResource());
    }

    /** Whether it is about certain callers only. */
    static boolean asksCaller(LiveRule rule) {
        return !flow(rule).getLimitApp().equals(Words.DEFAULT);
    }

    /** Whether it makes calls wait. */
    static boolean queues(LiveRule rule) {
        FlowRule flow = flow(rule);
        int behavior = flow.getControlBehavior();
        return flow.getGrade() == FlowRules.QPS && (behavior == FlowRules.QUEUE || behavior == FlowRules.WARM_UP_QUEUE);
    }
}
