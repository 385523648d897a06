package io.twinmesh.adapters.sentinel;

import com.alibaba.csp.sentinel.Constants;
import com.alibaba.csp.sentinel.EntryType;
import com.alibaba.csp.sentinel.slotchain.ResourceWrapper;
import com.alibaba.csp.sentinel.slotchain.StringResourceWrapper;
import com.alibaba.csp.sentinel.slots.system.SystemBlockException;
import com.alibaba.csp.sentinel.slots.system.SystemRule;
import com.alibaba.csp.sentinel.slots.system.SystemRuleManager;
import com.alibaba.csp.sentinel.util.TimeUtil;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * The system rules: Sentinel's own check of the numbers of the whole process. Several rules act as one with the smallest thresholds.
 *
 * <p>Threads: any.
 */
final class SystemCheck {

    private static final ResourceWrapper INBOUND = new StringResourceWrapper("twinmesh-inbound", EntryType.IN);

    private final List<LiveRule> rules;

    SystemCheck(List<LiveRule> rules) {
        this.rules = rules;
    }

    /** The thresholds of all rules in one. */
    SystemRule merged() {
        SystemRule merged = new SystemRule();
        merged.setQps(smallest(SystemRule::getQps));
        merged.setAvgRt((long) smallest(SystemRule::getAvgRt));
        merged.setMaxThread((long) smallest(SystemRule::getMaxThread));
        merged.setHighestSystemLoad(smallest(SystemRule::getHighestSystemLoad));
        merged.setHighestCpuUsage(smallest(SystemRule::getHighestCpuUsage));
        return merged;
    }

    private double smallest(ToDoubleFunction<SystemRule> threshold) {
        return rules.stream()
                .mapToDouble(rule -> threshold.applyAsDouble((SystemRule) rule.rule()))
                .filter(value -> value >= 0)
                .min()
                .orElse(-1);
    }

    List<LiveRule> rules() {
        return rules;
    }

    /** The rule that does not let an inbound call pass, or null. */
    @Nullable LiveRule blocking() {
        try {
            SystemRuleManager.checkSystem(INBOUND, 1);
            return null;
        } catch (SystemBlockException e) {
            Constants.ENTRY_NODE.increaseBlockQps(1);
            return strictest(threshold(e.getLimitType()));
        } catch (com.alibaba.csp.sentinel.slots.block.BlockException e) {
            throw new IllegalStateException("system check", e);
        }
    }

    private LiveRule strictest(ToDoubleFunction<SystemRule> threshold) {
        double smallest = smallest(threshold);
        return rules.stream()
                .filter(rule -> threshold.applyAsDouble((SystemRule) rule.rule()) == smallest)
                .findFirst()
                .orElse(rules.get(0));
    }

    private static ToDoubleFunction<SystemRule> threshold(String limit) {
        return switch (limit) {
            case "qps" -> SystemRule::getQps;
            case "thread" -> SystemRule::getMaxThread;
            case "rt" -> SystemRule::getAvgRt;
            case "load" -> SystemRule::getHighestSystemLoad;
            default -> SystemRule::getHighestCpuUsage;
        };
    }

    /** A call is under way. */
    void hold() {
        Constants.ENTRY_NODE.increaseThreadNum();
    }

    /** A call was let in. */
    void count() {
        Constants.ENTRY_NODE.addPassRequest(1);
    }

    /** A call is under way no longer. */
    void release() {
        Constants.ENTRY_NODE.decreaseThreadNum();
    }

    /** A call has ended. */
    void count(long since, boolean failed) {
        Constants.ENTRY_NODE.addRtAndSuccess(TimeUtil.currentTimeMillis() - since, 1);
        if (failed) {
            Constants.ENTRY_NODE.increaseExceptionQps(1);
        }
    }
}
