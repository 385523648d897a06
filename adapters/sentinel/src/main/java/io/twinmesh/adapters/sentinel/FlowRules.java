package io.twinmesh.adapters.sentinel;

import com.alibaba.csp.sentinel.slots.block.flow.FlowRule;

/** Reads and checks flow rules: what Sentinel's {@code FlowRuleUtil.isValidRule} asks for, field by field. */
final class FlowRules {

    private static final int THREADS = 0;
    static final int QPS = 1;
    static final int WARM_UP = 1;
    static final int QUEUE = 2;
    static final int WARM_UP_QUEUE = 3;
    static final int DIRECT = 0;
    static final int RELATE = 1;
    static final int CHAIN = 2;

    private FlowRules() {}

    static FlowRule read(RuleFields fields) {
        FlowRule rule = new FlowRule();
        rule.setResource(Words.of(fields.text("resource")));
        rule.setLimitApp(Words.limitApp(fields));
        rule.setRegex(fields.flag("regex", false));
        rule.setGrade(fields.whole("grade", QPS));
        rule.setCount(fields.number("count", 0));
        rule.setStrategy(fields.whole("strategy", 0));
        rule.setRefResource(fields.text("refResource"));
        rule.setControlBehavior(fields.whole("controlBehavior", 0));
        rule.setWarmUpPeriodSec(fields.whole("warmUpPeriodSec", 10));
        rule.setMaxQueueingTimeMs(fields.whole("maxQueueingTimeMs", 500));
        rule.setClusterMode(fields.flag("clusterMode", false));
        check(rule, fields);
        return rule;
    }

    private static void check(FlowRule rule, RuleFields fields) {
        fields.requireResource();
        fields.require(rule.getCount() >= 0, "count", "0 or more");
        fields.require(rule.getGrade() == THREADS || rule.getGrade() == QPS, "grade", "0 (threads) or 1 (QPS)");
        fields.require(rule.getStrategy() >= 0, "strategy", "0 (direct), 1 (relate) or 2 (chain)");
        fields.require(rule.getControlBehavior() >= 0, "controlBehavior", "0 to 3");
        checkStrategy(rule, fields);
        checkBehavior(rule, fields);
        checkRegex(rule, fields);
        if (rule.isClusterMode()) {
            ClusterFields.checkFlow(fields, rule.getGrade() == THREADS);
        }
    }

    private static void checkStrategy(FlowRule rule, RuleFields fields) {
        fields.warnUnless(
                rule.getStrategy() <= 2, "strategy", "0 (direct), 1 (relate) or 2 (chain); others never limit");
        boolean refers = rule.getStrategy() == 1 || rule.getStrategy() == 2;
        boolean named = !Words.of(rule.getRefResource()).isBlank();
        if (!refers || named) {
            return;
        }
        if (rule.getGrade() == QPS) {
            fields.require(false, "refResource", "the resource that strategy " + rule.getStrategy() + " refers to");
        } else {
            fields.warnUnless(
                    false, "refResource", "the resource that the strategy refers to; without it the rule never limits");
        }
    }

    private static void checkBehavior(FlowRule rule, RuleFields fields) {
        int behavior = rule.getControlBehavior();
        fields.warnUnless(behavior <= 3, "controlBehavior", "0 to 3; others act as 0");
        if (rule.getGrade() != QPS) {
            fields.warnUnless(behavior == 0, "controlBehavior", "0 for grade 0 (threads); others act as 0");
            return;
        }
        boolean warms = behavior == 1 || behavior == 3;
        boolean queues = behavior == 2 || behavior == 3;
        fields.require(
                !warms || rule.getWarmUpPeriodSec() > 0, "warmUpPeriodSec", "over 0 for controlBehavior " + behavior);
        fields.require(
                !queues || rule.getMaxQueueingTimeMs() > 0,
                "maxQueueingTimeMs",
                "over 0 for controlBehavior " + behavior);
    }

    private static void checkRegex(FlowRule rule, RuleFields fields) {
        if (rule.isRegex()) {
            fields.require(!rule.isClusterMode(), "clusterMode", "false where regex is true");
            fields.require(rule.getControlBehavior() == 0, "controlBehavior", "0 where regex is true");
        }
    }
}
