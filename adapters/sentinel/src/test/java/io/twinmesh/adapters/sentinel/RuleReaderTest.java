package io.twinmesh.adapters.sentinel;

import static io.twinmesh.adapters.sentinel.Fixture.document;
import static io.twinmesh.adapters.sentinel.Fixture.problems;
import static io.twinmesh.adapters.sentinel.RuleKind.AUTHORITY;
import static io.twinmesh.adapters.sentinel.RuleKind.DEGRADE;
import static io.twinmesh.adapters.sentinel.RuleKind.FLOW;
import static io.twinmesh.adapters.sentinel.RuleKind.PARAM;
import static io.twinmesh.adapters.sentinel.RuleKind.SYSTEM;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.alibaba.csp.sentinel.slots.block.AbstractRule;
import com.alibaba.csp.sentinel.slots.block.authority.AuthorityRule;
import com.alibaba.csp.sentinel.slots.block.authority.AuthorityRuleManager;
import com.alibaba.csp.sentinel.slots.block.degrade.DegradeRule;
import com.alibaba.csp.sentinel.slots.block.degrade.DegradeRuleManager;
import com.alibaba.csp.sentinel.slots.block.flow.FlowRule;
import com.alibaba.csp.sentinel.slots.block.flow.FlowRuleUtil;
import com.alibaba.csp.sentinel.slots.block.flow.param.ParamFlowRule;
import com.alibaba.csp.sentinel.slots.block.flow.param.ParamFlowRuleUtil;
import com.alibaba.csp.sentinel.slots.system.SystemRule;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class RuleReaderTest {

    private static AbstractRule one(RuleKind kind, String rule) {
        List<String> problems = new ArrayList<>();
        RuleBook book = new RuleReader(Fixture.APPLICATION, RuleBook.EMPTY, problem -> problems.add(problem.line()))
                .read(List.of(document(kind, "[" + rule + "]")));
        assertEquals(List.of(), problems);
        return book.entries().get(0).rule().rule();
    }

    @Test
    void flowDefaultsAreThoseOfSentinel() {
        FlowRule expected = new FlowRule("r");
        expected.setLimitApp("default");
        expected.setCount(1);

        assertEquals(expected, one(FLOW, "{resource:'r', count:1}"));
    }

    @Test
    void degradeDefaultsAreThoseOfSentinel() {
        DegradeRule expected = new DegradeRule("r");
        expected.setLimitApp("default");
        expected.setTimeWindow(1);

        assertEquals(expected, one(DEGRADE, "{resource:'r', timeWindow:1}"));
    }

    @Test
    void paramDefaultsAreThoseOfSentinel() {
        ParamFlowRule expected = new ParamFlowRule("r(int)");
        expected.setLimitApp("default");
        expected.setParamIdx(0);

        assertEquals(expected, one(PARAM, "{resource:'r(int)', paramIdx:0}"));
    }

    @Test
    void systemDefaultsAreThoseOfSentinel() {
        SystemRule expected = new SystemRule();
        expected.setQps(1);

        assertEquals(expected, one(SYSTEM, "{qps:1}"));
    }

    @Test
    void authorityDefaultsAreThoseOfSentinel() {
        AuthorityRule expected = new AuthorityRule();
        expected.setResource("r");
        expected.setLimitApp("cart");

        assertEquals(expected, one(AUTHORITY, "{resource:'r', limitApp:'cart'}"));
    }

    @Test
    void flowFieldsAreAllRead() {
        FlowRule rule = (FlowRule) one(
                FLOW,
                "{resource:'r', limitApp:'cart', grade:1, count:2.5, strategy:1, refResource:'s', controlBehavior:3,"
                        + " warmUpPeriodSec:4, maxQueueingTimeMs:6}");

        assertEquals(
                "r cart 1 2.5 1 s 3 4 6",
                String.join(
                        " ",
                        rule.getResource(),
                        rule.getLimitApp(),
                        "" + rule.getGrade(),
                        "" + rule.getCount(),
                        "" + rule.getStrategy(),
                        rule.getRefResource(),
                        "" + rule.getControlBehavior(),
                        "" + rule.getWarmUpPeriodSec(),
                        "" + rule.getMaxQueueingTimeMs()));
    }

    static Stream<Arguments> shapes() {
        return Stream.of(
                Arguments.of(
                        FLOW,
                        "{resource:'r', count:3}",
                        "{id:7, app:'shop', ip:'10.0.0.1', port:8719, limitApp:'default', resource:'r', grade:1, count:3.0,"
                                + " strategy:0, refResource:null, controlBehavior:0, warmUpPeriodSec:null,"
                                + " maxQueueingTimeMs:null, clusterMode:false, clusterConfig:null,"
                                + " gmtCreate:1700000000000, gmtModified:'2026-01-01'}"),
                Arguments.of(
                        DEGRADE,
                        "{resource:'r', count:30, timeWindow:5, grade:0, slowRatioThreshold:0.5}",
                        "{id:7, app:'shop', resource:'r', count:30, timeWindow:5, grade:0, slowRatioThreshold:0.5,"
                                + " minRequestAmount:null, statIntervalMs:null, gmtCreate:1}"),
                Arguments.of(SYSTEM, "{qps:3}", "{id:7, app:'shop', qps:3, avgRt:-1, maxThread:-1, gmtCreate:1}"),
                Arguments.of(
                        PARAM,
                        "{resource:'r(int)', paramIdx:0, count:3, paramFlowItemList:[{object:'7', count:1, classType:'int'}]}",
                        "{id:7, app:'shop', ip:'10.0.0.1', port:8719, gmtCreate:1, rule:{resource:'r(int)', paramIdx:0,"
                                + " count:3, paramFlowItemList:[{object:7, count:1, classType:'int'}], hotItems:{}}}"),
                Arguments.of(
                        AUTHORITY,
                        "{resource:'r', limitApp:'cart', strategy:1}",
                        "{id:7, app:'shop', gmtCreate:1, rule:{resource:'r', limitApp:'cart', strategy:1}}"));
    }

    @ParameterizedTest
    @MethodSource("shapes")
    void dashboardShapeGivesTheSameRule(RuleKind kind, String bare, String dashboard) {
        assertEquals(one(kind, bare), one(kind, dashboard));
    }

    static Stream<Arguments> invalid() {
        String flow = "resource:'r', count:1";
        String config = "clusterMode:true, clusterConfig:{flowId:1, ";
        String degrade = "resource:'r', timeWindow:1";
        String param = "resource:'r(int)', paramIdx:0";
        return Stream.of(
                Arguments.of(FLOW, "count:1", "[0].resource: (none) (expected: the name of a resource)"),
                Arguments.of(FLOW, "resource:' ', count:1", "[0].resource:   (expected: the name of a resource)"),
                Arguments.of(FLOW, "resource:'r', count:-1", "[0].count: -1 (expected: 0 or more)"),
                Arguments.of(FLOW, flow + ", grade:2", "[0].grade: 2 (expected: 0 (threads) or 1 (QPS))"),
                Arguments.of(
                        FLOW,
                        flow + ", strategy:-1",
                        "[0].strategy: -1 (expected: 0 (direct), 1 (relate) or 2 (chain))"),
                Arguments.of(
                        FLOW,
                        flow + ", strategy:1",
                        "[0].refResource: (none) (expected: the resource that strategy 1 refers to)"),
                Arguments.of(
                        FLOW,
                        flow + ", strategy:2, refResource:''",
                        "[0].refResource: '' (expected: the resource that strategy 2 refers to)"),
                Arguments.of(FLOW, flow + ", controlBehavior:-1", "[0].controlBehavior: -1 (expected: 0 to 3)"),
                Arguments.of(
                        FLOW,
                        flow + ", controlBehavior:1, warmUpPeriodSec:0",
                        "[0].warmUpPeriodSec: 0 (expected: over 0 for controlBehavior 1)"),
                Arguments.of(
                        FLOW,
                        flow + ", controlBehavior:2, maxQueueingTimeMs:0",
                        "[0].maxQueueingTimeMs: 0 (expected: over 0 for controlBehavior 2)"),
                Arguments.of(
                        FLOW,
                        flow + ", controlBehavior:3, maxQueueingTimeMs:0",
                        "[0].maxQueueingTimeMs: 0 (expected: over 0 for controlBehavior 3)"),
                Arguments.of(
                        FLOW,
                        flow + ", regex:true, controlBehavior:1",
                        "[0].controlBehavior: 1 (expected: 0 where regex is true)"),
                Arguments.of(
                        FLOW,
                        "resource:'(', count:1, regex:true",
                        "[0].resource: ( (expected: a regular expression of Java: Unclosed group)"),
                Arguments.of(
                        FLOW,
                        flow + ", clusterMode:true",
                        "[0].clusterConfig: (none) (expected: an object where clusterMode is true)"),
                Arguments.of(
                        FLOW,
                        flow + ", clusterMode:true, clusterConfig:{}",
                        "[0].clusterConfig.flowId: (none) (expected: over 0)"),
                Arguments.of(FLOW, flow + ", " + config + "strategy:1}", "[0].clusterConfig.strategy: 1 (expected: 0)"),
                Arguments.of(
                        FLOW,
                        flow + ", " + config + "sampleCount:3}",
                        "[0].clusterConfig.windowIntervalMs: (none) (expected: a multiple of sampleCount 3)"),
                Arguments.of(
                        FLOW,
                        flow + ", grade:0, " + config + "clientOfflineTime:0}",
                        "[0].clusterConfig.clientOfflineTime: 0 (expected: over 0)"),
                Arguments.of(
                        FLOW,
                        flow + ", regex:true, " + config + "}",
                        "[0].clusterMode: true (expected: false where regex is true)"),
                Arguments.of(DEGRADE, "resource:'r'", "[0].timeWindow: (none) (expected: over 0, in seconds)"),
                Arguments.of(DEGRADE, degrade + ", count:-1", "[0].count: -1 (expected: 0 or more)"),
                Arguments.of(
                        DEGRADE,
                        degrade + ", grade:3",
                        "[0].grade: 3 (expected: 0 (slow calls), 1 (error ratio) or 2 (error count))"),
                Arguments.of(
                        DEGRADE,
                        degrade + ", slowRatioThreshold:1.5",
                        "[0].slowRatioThreshold: 1.5 (expected: from 0 to 1)"),
                Arguments.of(
                        DEGRADE,
                        degrade + ", grade:1, count:2",
                        "[0].count: 2 (expected: from 0 to 1 for grade 1 (error ratio))"),
                Arguments.of(DEGRADE, degrade + ", minRequestAmount:0", "[0].minRequestAmount: 0 (expected: over 0)"),
                Arguments.of(DEGRADE, degrade + ", statIntervalMs:0", "[0].statIntervalMs: 0 (expected: over 0)"),
                Arguments.of(
                        PARAM,
                        "resource:'r(int)'",
                        "[0].paramIdx: (none) (expected: index of a parameter, from 0; negative counts from the end)"),
                Arguments.of(PARAM, param + ", count:-1", "[0].count: -1 (expected: 0 or more)"),
                Arguments.of(PARAM, param + ", grade:-1", "[0].grade: -1 (expected: 0 (threads) or 1 (QPS))"),
                Arguments.of(PARAM, param + ", burstCount:-1", "[0].burstCount: -1 (expected: 0 or more)"),
                Arguments.of(PARAM, param + ", durationInSec:0", "[0].durationInSec: 0 (expected: over 0)"),
                Arguments.of(
                        PARAM, param + ", maxQueueingTimeMs:-1", "[0].maxQueueingTimeMs: -1 (expected: 0 or more)"),
                Arguments.of(
                        PARAM,
                        param + ", controlBehavior:-1",
                        "[0].controlBehavior: -1 (expected: 0 (reject) or 2 (queue))"),
                Arguments.of(
                        PARAM,
                        param + ", regex:true, controlBehavior:2",
                        "[0].controlBehavior: 2 (expected: 0 where regex is true)"),
                Arguments.of(
                        PARAM,
                        param + ", clusterMode:true, clusterConfig:{flowId:0}",
                        "[0].clusterConfig.flowId: 0 (expected: over 0)"),
                Arguments.of(
                        PARAM,
                        param + ", paramFlowItemList:[{object:'a', classType:'int', count:1}]",
                        "[0].paramFlowItemList[0].object: a (expected: a value of type int)"),
                Arguments.of(
                        PARAM,
                        param + ", paramFlowItemList:[{object:'a', count:-1}]",
                        "[0].paramFlowItemList[0].count: -1 (expected: 0 or more)"),
                Arguments.of(
                        PARAM,
                        param + ", paramFlowItemList:[{count:1}]",
                        "[0].paramFlowItemList[0].object: (none) (expected: a value)"),
                Arguments.of(
                        SYSTEM,
                        "highestCpuUsage:1.5",
                        "[0].highestCpuUsage: 1.5 (expected: a share of the processors, at most 1)"),
                Arguments.of(
                        AUTHORITY,
                        "resource:'r'",
                        "[0].limitApp: '' (expected: applications, separated by commas)".replace("''", "(none)")),
                Arguments.of(
                        AUTHORITY,
                        "resource:'r', limitApp:'a', strategy:-1",
                        "[0].strategy: -1 (expected: 0 (allow) or 1 (deny))"));
    }

    @ParameterizedTest
    @MethodSource("invalid")
    void whatSentinelWouldDropIsAnErrorWithItsPath(RuleKind kind, String fields, String line) {
        List<String> problems = problems(document(kind, "[{" + fields + "}]"));

        String expected = "ERROR shop-" + kind.word() + "-rules.json: " + line + " [TM0303]";
        assertTrue(problems.contains(expected), () -> expected + " among " + problems);
    }

    @Test
    void everyRuleThatIsReadIsValidForSentinel() {
        assertTrue(FlowRuleUtil.isValidRule((FlowRule) one(FLOW, "{resource:'r', count:1}")));
        assertTrue(DegradeRuleManager.isValidRule((DegradeRule) one(DEGRADE, "{resource:'r', timeWindow:1}")));
        assertTrue(ParamFlowRuleUtil.isValidRule((ParamFlowRule) one(PARAM, "{resource:'r(int)', paramIdx:-1}")));
        assertTrue(AuthorityRuleManager.isValidRule((AuthorityRule) one(AUTHORITY, "{resource:'r', limitApp:'a'}")));
    }

    static Stream<Arguments> doubtful() {
        return Stream.of(
                Arguments.of(FLOW, "resource:'r', count:1, strategy:3"),
                Arguments.of(FLOW, "resource:'r', count:1, controlBehavior:4"),
                Arguments.of(FLOW, "resource:'r', count:1, grade:0, controlBehavior:2"),
                Arguments.of(FLOW, "resource:'r', count:1, grade:0, strategy:1"),
                Arguments.of(PARAM, "resource:'r(int)', paramIdx:0, grade:2"),
                Arguments.of(PARAM, "resource:'r(int)', paramIdx:0, controlBehavior:1"),
                Arguments.of(PARAM, "resource:'com.acme.Trade', paramIdx:0"),
                Arguments.of(AUTHORITY, "resource:'r', limitApp:'a', strategy:2"),
                Arguments.of(SYSTEM, "qps:-1"));
    }

    @ParameterizedTest
    @MethodSource("doubtful")
    void whatSentinelAcceptsWithoutEffectIsAWarning(RuleKind kind, String fields) {
        List<String> problems = problems(document(kind, "[{" + fields + "}]"));

        assertEquals(1, problems.size(), problems::toString);
        assertTrue(problems.get(0).startsWith("WARNING ") && problems.get(0).endsWith("[TM0305]"), problems::toString);
    }

    @Test
    void wrongTypesAreErrorsWithTheirPath() {
        assertEquals(
                List.of(
                        "ERROR shop-flow-rules.json: [1].count: many (expected: a number) [TM0302]",
                        "ERROR shop-flow-rules.json: [1].clusterMode: 7 (expected: true or false) [TM0302]",
                        "ERROR shop-flow-rules.json: [1].grade: 1.5 (expected: a whole number from -2147483648 to 2147483647) [TM0302]"),
                problems(document(
                                FLOW,
                                "[{resource:'r', count:1}, {resource:'r', count:'many', grade:1.5, clusterMode:7}]"))
                        .stream()
                        .sorted(java.util.Comparator.comparingInt(
                                line -> line.contains("grade") ? 2 : line.contains("cluster") ? 1 : 0))
                        .toList());
    }

    @Test
    void blankLimitAppMeansEveryCaller() {
        assertEquals(
                "default", one(FLOW, "{resource:'r', count:1, limitApp:''}").getLimitApp());
    }

    @Test
    void numbersAndFlagsMayBeWrittenAsText() {
        assertEquals(
                one(FLOW, "{resource:'r', count:20, grade:0, regex:true}"),
                one(FLOW, "{resource:'r', count:'20', grade:'0', regex:'true'}"));
    }
}
