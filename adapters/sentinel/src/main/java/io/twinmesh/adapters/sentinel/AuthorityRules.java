package io.twinmesh.adapters.sentinel;

import com.alibaba.csp.sentinel.slots.block.authority.AuthorityRule;

/** Reads and checks authority rules: what Sentinel's {@code AuthorityRuleManager.isValidRule} asks for, field by field. */
final class AuthorityRules {

    static final int ALLOW = 0;
    static final int DENY = 1;

    private AuthorityRules() {}

    static AuthorityRule read(RuleFields fields) {
        AuthorityRule rule = new AuthorityRule();
        rule.setResource(Words.of(fields.text("resource")));
        rule.setLimitApp(Words.of(fields.text("limitApp")));
        rule.setRegex(fields.flag("regex", false));
        rule.setStrategy(fields.whole("strategy", ALLOW));
        check(rule, fields);
        return rule;
    }

    private static void check(AuthorityRule rule, RuleFields fields) {
        fields.requireResource();
        fields.require(!rule.getLimitApp().isBlank(), "limitApp", "applications, separated by commas");
        fields.require(rule.getStrategy() >= 0, "strategy", "0 (allow) or 1 (deny)");
        fields.warnUnless(rule.getStrategy() <= DENY, "strategy", "0 (allow) or 1 (deny); others never reject");
    }
}
