package io.twinmesh.adapters.sentinel;

import com.alibaba.csp.sentinel.slots.block.AbstractRule;
import com.alibaba.csp.sentinel.slots.block.flow.param.ParamFlowRule;
import io.twinmesh.api.Decision;
import java.util.concurrent.atomic.LongAdder;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One rule with its id, the rejection it pronounces, ready made, and the number of calls it has rejected. A rule that a new policy leaves
 * as it was stays the same object.
 *
 * <p>Threads: any.
 */
final class LiveRule {

    private final RuleKind kind;
    private final String id;
    private final String file;
    private final AbstractRule rule;
    private final @Nullable Pattern pattern;
    private final Decision.Reject reject;
    private final LongAdder rejections = new LongAdder();
    private volatile String note = "";

    LiveRule(RuleKind kind, String id, String file, AbstractRule rule) {
        this.kind = kind;
        this.id = id;
        this.file = file;
        this.rule = rule;
        this.pattern = rule.isRegex() ? Pattern.compile(rule.getResource()) : null;
        this.reject = new Decision.Reject(kind.reason(), id, RejectText.of(rule));
    }

    RuleKind kind() {
        return kind;
    }

    String id() {
        return id;
    }

    String file() {
        return file;
    }

    AbstractRule rule() {
        return rule;
    }

    boolean isPattern() {
        return pattern != null;
    }

    /** Whether it is about a resource. */
    boolean covers(String resource) {
        return pattern == null
                ? resource.equals(rule.getResource())
                : pattern.matcher(resource).matches();
    }

    /** Counts a call it has decided. */
    Decision.Reject reject() {
        rejections.increment();
        return reject;
    }

    /** What it says when it rejects a call; counts none. */
    Decision.Reject rejection() {
        return reject;
    }

    /** Goes on from a count of the process before. */
    void rejections(long before) {
        rejections.reset();
        rejections.add(before);
    }

    long rejections() {
        return rejections.sum();
    }

    /** What people should know about it although it is in force; empty if nothing. */
    String note() {
        return note;
    }

    void note(String text) {
        note = text;
    }

    /** Whether it makes calls wait. */
    boolean queues() {
        return kind == RuleKind.FLOW && FlowCheck.queues(this)
                || rule instanceof ParamFlowRule param && ParamRules.queues(param);
    }

    /** Whether it looks at how calls end or how many are under way. */
    boolean watchesCalls() {
        return switch (kind) {
            case DEGRADE, SYSTEM -> true;
            case FLOW -> FlowCheck.flow(this).getGrade() != FlowRules.QPS;
            case PARAM -> rule instanceof ParamFlowRule param && param.getGrade() != FlowRules.QPS;
            case AUTHORITY -> false;
        };
    }

    /** Whether this is the rule that was written there before, unchanged. */
    boolean sameAs(LiveRule other) {
        return id.equals(other.id) && file.equals(other.file) && rule.equals(other.rule);
    }
}
