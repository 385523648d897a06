package io.twinmesh.adapters.sentinel;

import com.alibaba.csp.sentinel.slots.block.AbstractRule;
import com.alibaba.csp.sentinel.slots.block.authority.AuthorityRule;
import com.alibaba.csp.sentinel.slots.block.degrade.DegradeRule;
import com.alibaba.csp.sentinel.slots.block.flow.FlowRule;
import com.alibaba.csp.sentinel.slots.block.flow.param.ParamFlowRule;
import com.alibaba.csp.sentinel.slots.system.SystemRule;
import java.util.ArrayList;
import java.util.List;

/** Says in one line what a rule does not allow. */
final class RejectText {

    private RejectText() {}

    static String of(AbstractRule rule) {
        if (rule instanceof FlowRule flow) {
            return of(flow);
        }
        if (rule instanceof ParamFlowRule param) {
            return of(param);
        }
        if (rule instanceof DegradeRule degrade) {
            return degrade.getResource() + ": switched off for " + degrade.getTimeWindow() + " s (expected: "
                    + expected(degrade) + ")";
        }
        return rule instanceof AuthorityRule authority ? of(authority) : of((SystemRule) rule);
    }

    private static String of(FlowRule rule) {
        String what = rule.getGrade() == 0 ? "concurrent calls of " : "qps of ";
        String resource = rule.getStrategy() == 1 ? rule.getRefResource() : rule.getResource();
        String app = rule.getLimitApp().equals(Words.DEFAULT) ? "" : " from " + rule.getLimitApp();
        return what + resource + app + over(rule.getCount());
    }

    private static String of(ParamFlowRule rule) {
        String what = rule.getGrade() == 0 ? "concurrent calls of " : "calls per " + rule.getDurationInSec() + " s of ";
        return what + rule.getResource() + " with one value of argument " + rule.getParamIdx() + over(rule.getCount());
    }

    private static String over(double count) {
        String limit = Words.of(count);
        return ": over " + limit + " (expected: at most " + limit + ")";
    }

    private static String expected(DegradeRule rule) {
        String window = " in " + rule.getStatIntervalMs() + " ms";
        String count = Words.of(rule.getCount());
        return switch (rule.getGrade()) {
            case DegradeRules.SLOW_CALLS ->
                "at most " + Words.of(rule.getSlowRatioThreshold()) + " of calls slower than " + count + " ms" + window;
            case DegradeRules.ERROR_RATIO -> "at most " + count + " of calls failed" + window;
            default -> "at most " + count + " failed calls" + window;
        };
    }

    private static String of(AuthorityRule rule) {
        String which = rule.getStrategy() == AuthorityRules.DENY ? "none of " : "one of ";
        return "caller of " + rule.getResource() + ": not allowed (expected: " + which + rule.getLimitApp() + ")";
    }

    private static String of(SystemRule rule) {
        List<String> limits = new ArrayList<>();
        limit(limits, "qps", rule.getQps());
        limit(limits, "concurrent calls", (double) rule.getMaxThread());
        limit(limits, "average ms", (double) rule.getAvgRt());
        limit(limits, "load", rule.getHighestSystemLoad());
        limit(limits, "cpu", rule.getHighestCpuUsage());
        return "inbound calls: system overloaded (expected: at most " + String.join(", ", limits) + ")";
    }

    private static void limit(List<String> limits, String what, double threshold) {
        if (threshold >= 0) {
            limits.add(what + " " + Words.of(threshold));
        }
    }
}
