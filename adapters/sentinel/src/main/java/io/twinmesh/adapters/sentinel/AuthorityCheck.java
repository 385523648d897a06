package io.twinmesh.adapters.sentinel;

import com.alibaba.csp.sentinel.slots.block.authority.AuthorityRule;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * One authority rule. A call without a caller passes, as it does in Sentinel's {@code AuthorityRuleChecker}.
 *
 * <p>Threads: any.
 */
final class AuthorityCheck {

    private final LiveRule rule;
    private final Set<String> callers;
    private final int strategy;

    AuthorityCheck(LiveRule rule) {
        AuthorityRule authority = (AuthorityRule) rule.rule();
        this.rule = rule;
        this.callers = new HashSet<>(List.of(authority.getLimitApp().split(",", -1)));
        this.strategy = authority.getStrategy();
    }

    LiveRule rule() {
        return rule;
    }

    boolean passes(String origin) {
        if (origin.isEmpty()) {
            return true;
        }
        return switch (strategy) {
            case AuthorityRules.ALLOW -> callers.contains(origin);
            case AuthorityRules.DENY -> !callers.contains(origin);
            default -> true;
        };
    }
}
