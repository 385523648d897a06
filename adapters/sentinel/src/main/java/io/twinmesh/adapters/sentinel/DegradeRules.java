package io.twinmesh.adapters.sentinel;

import com.alibaba.csp.sentinel.slots.block.degrade.DegradeRule;

/** Reads and checks degrade rules: what Sentinel's {@code DegradeRuleManager.isValidRule} asks for, field by field. */
final class DegradeRules {

    static final int SLOW_CALLS = 0;
    static final int ERROR_RATIO = 1;
    static final int ERROR_COUNT = 2;

    private DegradeRules() {}

    static DegradeRule read(RuleFields fields) {
        DegradeRule rule = new DegradeRule();
        rule.setResource(Words.of(fields.text("resource")));
        rule.setLimitApp(Words.limitApp(fields));
        rule.setRegex(fields.flag("regex", false));
        rule.setGrade(fields.whole("grade", SLOW_CALLS));
        rule.setCount(fields.number("count", 0));
        rule.setTimeWindow(fields.whole("timeWindow", 0));
        rule.setMinRequestAmount(fields.whole("minRequestAmount", 5));
        rule.setSlowRatioThreshold(fields.number("slowRatioThreshold", 1.0));
        rule.setStatIntervalMs(fields.whole("statIntervalMs", 1000));
        check(rule, fields);
        return rule;
    }

    private static void check(DegradeRule rule, RuleFields fields) {
        fields.requireResource();
        fields.require(rule.getCount() >= 0, "count", "0 or more");
        fields.require(rule.getTimeWindow() > 0, "timeWindow", "over 0, in seconds");
        fields.require(rule.getMinRequestAmount() > 0, "minRequestAmount", "over 0");
        fields.require(rule.getStatIntervalMs() > 0, "statIntervalMs", "over 0");
        int grade = rule.getGrade();
        boolean known = grade >= SLOW_CALLS && grade <= ERROR_COUNT;
        fields.require(known, "grade", "0 (slow calls), 1 (error ratio) or 2 (error count)");
        double ratio = rule.getSlowRatioThreshold();
        boolean ratioFits = grade != SLOW_CALLS || ratio >= 0 && ratio <= 1;
        fields.require(ratioFits, "slowRatioThreshold", "from 0 to 1");
        fields.require(grade != ERROR_RATIO || rule.getCount() <= 1, "count", "from 0 to 1 for grade 1 (error ratio)");
    }
}
