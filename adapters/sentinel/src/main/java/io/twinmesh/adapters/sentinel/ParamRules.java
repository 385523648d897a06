package io.twinmesh.adapters.sentinel;

import com.alibaba.csp.sentinel.slots.block.flow.param.ParamFlowItem;
import com.alibaba.csp.sentinel.slots.block.flow.param.ParamFlowRule;
import java.util.ArrayList;
import java.util.List;

/** Reads and checks hot-parameter rules: what Sentinel's {@code ParamFlowRuleUtil.isValidRule} asks for, field by field. */
final class ParamRules {

    private static final int QPS = 1;
    private static final int QUEUE = 2;

    private ParamRules() {}

    static ParamFlowRule read(RuleFields fields) {
        ParamFlowRule rule = new ParamFlowRule();
        rule.setResource(Words.of(fields.text("resource")));
        rule.setLimitApp(Words.limitApp(fields));
        rule.setRegex(fields.flag("regex", false));
        rule.setGrade(fields.whole("grade", QPS));
        rule.setParamIdx(fields.whole("paramIdx", 0));
        rule.setCount(fields.number("count", 0));
        rule.setControlBehavior(fields.whole("controlBehavior", 0));
        rule.setMaxQueueingTimeMs(fields.whole("maxQueueingTimeMs", 0));
        rule.setBurstCount(fields.whole("burstCount", 0));
        rule.setDurationInSec(fields.wholeLong("durationInSec", 1));
        rule.setParamFlowItemList(items(fields));
        check(rule, fields);
        return rule;
    }

    private static List<ParamFlowItem> items(RuleFields fields) {
        List<ParamFlowItem> items = new ArrayList<>();
        for (RuleFields item : fields.objects("paramFlowItemList")) {
            int count = item.whole("count", -1);
            item.require(count >= 0, "count", "0 or more");
            ParamValues.item(item, count).ifPresent(items::add);
        }
        return items;
    }

    private static void check(ParamFlowRule rule, RuleFields fields) {
        fields.requireResource();
        fields.require(
                fields.has("paramIdx"), "paramIdx", "index of a parameter, from 0; negative counts from the end");
        fields.require(rule.getCount() >= 0, "count", "0 or more");
        fields.require(rule.getGrade() >= 0, "grade", "0 (threads) or 1 (QPS)");
        fields.warnUnless(rule.getGrade() <= QPS, "grade", "0 (threads) or 1 (QPS); others never limit");
        fields.require(rule.getBurstCount() >= 0, "burstCount", "0 or more");
        fields.require(rule.getDurationInSec() > 0, "durationInSec", "over 0");
        fields.require(rule.getMaxQueueingTimeMs() >= 0, "maxQueueingTimeMs", "0 or more");
        checkBehavior(rule, fields);
        if (fields.flag("clusterMode", false)) {
            ClusterFields.checkParam(fields);
        }
    }

    private static void checkBehavior(ParamFlowRule rule, RuleFields fields) {
        int behavior = rule.getControlBehavior();
        fields.require(behavior >= 0, "controlBehavior", "0 (reject) or 2 (queue)");
        fields.warnUnless(
                behavior <= 0 || behavior == QUEUE, "controlBehavior", "0 (reject) or 2 (queue); others act as 0");
        if (rule.isRegex()) {
            fields.require(behavior == 0, "controlBehavior", "0 where regex is true");
            fields.require(!fields.flag("clusterMode", false), "clusterMode", "false where regex is true");
        }
        String resource = rule.getResource();
        boolean method = rule.isRegex() || resource.isBlank() || resource.endsWith(")");
        fields.warnUnless(method, "resource", "a method, as com.acme.Trade:buy(long); an interface has no parameters");
    }

    /** Whether the rule makes calls wait. */
    static boolean queues(ParamFlowRule rule) {
        return rule.getGrade() == QPS && rule.getControlBehavior() == QUEUE;
    }
}
