package io.twinmesh.adapters.sentinel;

import com.alibaba.csp.sentinel.slots.block.flow.FlowRule;
import com.alibaba.csp.sentinel.slots.block.flow.FlowRuleComparator;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** In which order Sentinel asks rules, and which of them it takes for the same. */
final class RuleOrder {

    /** Flow rules for one application come before those for all, those for a cluster last; the others stand as written. */
    private static final Comparator<RuleBook.Entry> ORDER = (one, other) ->
            one.rule().rule() instanceof FlowRule flow && other.rule().rule() instanceof FlowRule next
                    ? new FlowRuleComparator().compare(flow, next)
                    : 0;

    private RuleOrder() {}

    static List<RuleBook.Entry> of(List<RuleBook.Entry> entries) {
        List<RuleBook.Entry> sorted = new ArrayList<>();
        for (RuleKind kind : RuleKind.values()) {
            entries.stream()
                    .filter(entry -> entry.rule().kind() == kind)
                    .sorted(ORDER)
                    .forEach(sorted::add);
        }
        return sorted;
    }

    /** Equal for rules of which only the first counts: equal ones, and authority rules of one resource. */
    static Object identity(LiveRule live) {
        return live.kind() == RuleKind.AUTHORITY ? live.rule().getResource() : live.rule();
    }

    static String expected(LiveRule live) {
        return live.kind() == RuleKind.AUTHORITY
                ? "one authority rule for a resource; in force is "
                : "each rule once; in force is ";
    }
}
