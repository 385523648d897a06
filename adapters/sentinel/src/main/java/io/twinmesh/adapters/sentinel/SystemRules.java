package io.twinmesh.adapters.sentinel;

import com.alibaba.csp.sentinel.slots.system.SystemRule;

/** Reads and checks system rules. A threshold below zero is off. */
final class SystemRules {

    private static final double OFF = -1;

    private SystemRules() {}

    static SystemRule read(RuleFields fields) {
        SystemRule rule = new SystemRule();
        rule.setHighestSystemLoad(fields.number("highestSystemLoad", OFF));
        rule.setHighestCpuUsage(fields.number("highestCpuUsage", OFF));
        rule.setQps(fields.number("qps", OFF));
        rule.setAvgRt(fields.wholeLong("avgRt", -1));
        rule.setMaxThread(fields.wholeLong("maxThread", -1));
        fields.require(rule.getHighestCpuUsage() <= 1, "highestCpuUsage", "a share of the processors, at most 1");
        fields.warnUnless(hasThreshold(rule), "qps", "at least one threshold of 0 or more");
        return rule;
    }

    private static boolean hasThreshold(SystemRule rule) {
        return rule.getHighestSystemLoad() >= 0
                || rule.getHighestCpuUsage() >= 0
                || rule.getQps() >= 0
                || rule.getAvgRt() >= 0
                || rule.getMaxThread() >= 0;
    }
}
