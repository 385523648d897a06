package io.twinmesh.adapters.sentinel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.alibaba.csp.sentinel.AsyncEntry;
import com.alibaba.csp.sentinel.EntryType;
import com.alibaba.csp.sentinel.ResourceTypeConstants;
import com.alibaba.csp.sentinel.SphU;
import com.alibaba.csp.sentinel.Tracer;
import com.alibaba.csp.sentinel.context.Context;
import com.alibaba.csp.sentinel.context.ContextUtil;
import com.alibaba.csp.sentinel.slotchain.ResourceWrapper;
import com.alibaba.csp.sentinel.slotchain.StringResourceWrapper;
import com.alibaba.csp.sentinel.slots.block.AbstractRule;
import com.alibaba.csp.sentinel.slots.block.BlockException;
import com.alibaba.csp.sentinel.slots.block.authority.AuthorityException;
import com.alibaba.csp.sentinel.slots.block.authority.AuthorityRule;
import com.alibaba.csp.sentinel.slots.block.authority.AuthorityRuleManager;
import com.alibaba.csp.sentinel.slots.block.authority.AuthoritySlot;
import com.alibaba.csp.sentinel.slots.block.degrade.DegradeException;
import com.alibaba.csp.sentinel.slots.block.degrade.DegradeRule;
import com.alibaba.csp.sentinel.slots.block.degrade.DegradeRuleManager;
import com.alibaba.csp.sentinel.slots.block.flow.FlowException;
import com.alibaba.csp.sentinel.slots.block.flow.FlowRule;
import com.alibaba.csp.sentinel.slots.block.flow.FlowRuleManager;
import com.alibaba.csp.sentinel.slots.block.flow.param.ParamFlowException;
import com.alibaba.csp.sentinel.slots.block.flow.param.ParamFlowRule;
import com.alibaba.csp.sentinel.slots.block.flow.param.ParamFlowRuleManager;
import io.twinmesh.api.Decision;
import io.twinmesh.api.Direction;
import io.twinmesh.api.MethodKey;
import io.twinmesh.api.Outcome;
import io.twinmesh.api.throttling.Permit;
import io.twinmesh.api.throttling.ThrottleGate;
import io.twinmesh.api.throttling.ThrottleVerdict;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The gates beside plain Sentinel, its rules loaded into its own rule managers and its resources entered as its Dubbo adapter enters
 * them: the same verdict for every call of long random sequences. Queueing is left out, because it takes real time; system rules, because
 * Sentinel counts a call there once for each resource it enters; and two hot-parameter rules for one method, which Sentinel asks in the
 * order of their hash codes, where the first one spends a token even if the second rejects.
 */
@ExtendWith(FakeTime.class)
class DifferentialTest {

    private static final int CALLS = 3_000;
    private static final List<String> CALLERS = List.of("", "cart", "desk", "lift", "other");

    private static final Set<Decision.Reject> SEEN = java.util.concurrent.ConcurrentHashMap.newKeySet();

    static IntStream seeds() {
        return IntStream.range(0, 60);
    }

    @AfterEach
    void unload() {
        load(Map.of());
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void sameVerdictForEveryCall(int seed) {
        run(seed);
    }

    @Test
    void sequencesMeetEveryKindOfRule() {
        Set<RuleKind> kinds = EnumSet.noneOf(RuleKind.class);
        for (int seed = 1_000; seed < 1_010; seed++) {
            run(seed);
        }
        SEEN.forEach(reject -> kinds.add(RuleKind.valueOf(
                reject.rule().substring(0, reject.rule().indexOf(':')).toUpperCase(Locale.ROOT))));

        assertEquals(EnumSet.complementOf(EnumSet.of(RuleKind.SYSTEM)), kinds);
    }

    private static void run(int seed) {
        String iface = "com.acme.D" + seed;
        MethodKey buy = MethodKey.of(iface, "buy", "long", "java.lang.String");
        MethodKey sell = MethodKey.of(iface, "sell", "java.lang.String");
        Random random = new Random(seed);
        RandomRules rules = new RandomRules(random, iface, buy, sell);
        Map<RuleKind, String> texts = rules.texts();
        load(texts);
        try (Fixture mesh = new Fixture()) {
            texts.forEach(mesh::with);
            Pair pair = new Pair(mesh, random, seed + " with " + texts);
            int passed = 0;
            for (int call = 0; call < CALLS; call++) {
                passed += pair.step(random.nextBoolean() ? buy : sell) ? 1 : 0;
            }
            assertTrue(passed > 0, "something passed under seed " + seed);
        }
    }

    private static void load(Map<RuleKind, String> texts) {
        FlowRuleManager.loadRules(rules(texts, RuleKind.FLOW, FlowRule.class));
        DegradeRuleManager.loadRules(rules(texts, RuleKind.DEGRADE, DegradeRule.class));
        ParamFlowRuleManager.loadRules(rules(texts, RuleKind.PARAM, ParamFlowRule.class));
        AuthorityRuleManager.loadRules(rules(texts, RuleKind.AUTHORITY, AuthorityRule.class));
    }

    private static <R extends AbstractRule> List<R> rules(Map<RuleKind, String> texts, RuleKind kind, Class<R> type) {
        String text = texts.getOrDefault(kind, "[]");
        return new RuleReader(Fixture.APPLICATION, RuleBook.EMPTY, problem -> {})
                .read(List.of(Fixture.document(kind, text))).entries().stream()
                        .map(entry -> type.cast(entry.rule().rule()))
                        .collect(Collectors.toCollection(ArrayList::new));
    }

    /** One method called through a gate and through plain Sentinel at the same time. */
    private static final class Pair {

        private final Fixture mesh;
        private final Random random;
        private final String what;
        private final Deque<Running> running = new ArrayDeque<>();

        Pair(Fixture mesh, Random random, String what) {
            this.mesh = mesh;
            this.random = random;
            this.what = what;
        }

        boolean step(MethodKey key) {
            FakeTime.advanceMillis(random.nextInt(8) == 0 ? random.nextInt(400) : random.nextInt(12));
            while (running.size() > random.nextInt(7)) {
                running.pop().end(outcome());
            }
            String caller = CALLERS.get(random.nextInt(CALLERS.size()));
            Object[] arguments = arguments(key);
            String plain = "";
            Plain entered = null;
            try {
                entered = Plain.enter(key, caller, arguments);
            } catch (BlockException e) {
                plain = word(e);
            }
            ThrottleVerdict verdict = enter(key, caller, arguments);
            assertEquals(plain, verdict instanceof Decision.Reject reject ? word(reject) : "", () -> "seed " + what);
            if (entered != null && verdict instanceof Permit permit) {
                running.push(new Running(entered, permit));
            }
            return verdict instanceof Permit;
        }

        private ThrottleVerdict enter(MethodKey key, String caller, Object[] arguments) {
            ThrottleGate gate = mesh.plan().gate(Direction.INBOUND, key);
            return gate == null ? Permit.FREE : Fixture.decide(gate, Fixture.request(key, arguments), caller);
        }

        private Outcome outcome() {
            return random.nextInt(3) == 0 ? Outcome.SERVER_ERROR : Outcome.OK;
        }

        private Object[] arguments(MethodKey key) {
            String text = random.nextInt(4) == 0 ? null : "v" + random.nextInt(3);
            return key.parameterTypes().size() == 1
                    ? new Object[] {text}
                    : new Object[] {(long) random.nextInt(3), text};
        }

        private static String word(Decision.Reject reject) {
            SEEN.add(reject);
            return reject.reason().word();
        }

        private static String word(BlockException e) {
            if (e instanceof FlowException) {
                return "throttled";
            }
            if (e instanceof ParamFlowException) {
                return "param_throttled";
            }
            if (e instanceof DegradeException) {
                return "degraded";
            }
            return e instanceof AuthorityException ? "unauthorized" : e.toString();
        }
    }

    /** A call that has passed on both sides. */
    private record Running(Plain plain, Permit permit) {

        void end(Outcome outcome) {
            plain.end(outcome != Outcome.OK);
            permit.end(outcome);
        }
    }

    /** A call through Sentinel alone, as its Dubbo adapter makes it. */
    private record Plain(AsyncEntry service, AsyncEntry method) {

        static Plain enter(MethodKey key, String caller, Object[] arguments) throws BlockException {
            String method = ResourceNames.PLAIN.method(Direction.INBOUND, key, null);
            Context context = ContextUtil.enter(method, caller);
            AsyncEntry service = null;
            try {
                authorize(context, key.service());
                authorize(context, method);
                service = SphU.asyncEntry(key.service(), ResourceTypeConstants.COMMON_RPC, EntryType.IN);
                return new Plain(
                        service, SphU.asyncEntry(method, ResourceTypeConstants.COMMON_RPC, EntryType.IN, 1, arguments));
            } catch (BlockException e) {
                if (service != null) {
                    service.exit();
                }
                throw e;
            } finally {
                ContextUtil.exit();
            }
        }

        /** Sentinel's own check, by itself: here both resources are asked before the first is entered. */
        private static void authorize(Context context, String resource) throws BlockException {
            try {
                ResourceWrapper wrapper = new StringResourceWrapper(resource, EntryType.IN);
                new AuthoritySlot().entry(context, wrapper, null, 1, false);
            } catch (BlockException e) {
                throw e;
            } catch (Throwable e) {
                throw new AssertionError("authority slot", e);
            }
        }

        void end(boolean failed) {
            Throwable error = failed ? new IllegalStateException("failed") : null;
            Tracer.traceEntry(error, method);
            Tracer.traceEntry(error, service);
            method.exit();
            service.exit();
        }
    }

    /** Rules that bite now and then. */
    private static final class RandomRules {

        private final Random random;
        private final List<String> resources;
        private final List<String> methods;

        RandomRules(Random random, String iface, MethodKey... keys) {
            this.random = random;
            this.methods = java.util.Arrays.stream(keys)
                    .map(key -> ResourceNames.PLAIN.method(Direction.INBOUND, key, null))
                    .toList();
            this.resources = new ArrayList<>(methods);
            resources.add(iface);
        }

        Map<RuleKind, String> texts() {
            return Map.of(
                    RuleKind.FLOW, list(6, i -> flow()),
                    RuleKind.DEGRADE, list(3, i -> degrade()),
                    RuleKind.PARAM, list(2, this::param),
                    RuleKind.AUTHORITY, list(2, i -> authority()));
        }

        private String list(int most, IntFunction<String> rule) {
            return IntStream.range(0, random.nextInt(most + 1))
                    .mapToObj(rule)
                    .collect(Collectors.joining(",", "[", "]"));
        }

        private <T> T one(List<T> of) {
            return of.get(random.nextInt(of.size()));
        }

        private String flow() {
            int strategy = random.nextInt(3);
            boolean warm = random.nextInt(4) == 0;
            return "{resource:'" + one(resources) + "', grade:" + random.nextInt(2) + ", count:"
                    + (warm ? 20 + random.nextInt(60) : 1 + random.nextInt(40)) + ", limitApp:'"
                    + one(List.of("default", "default", "cart", "other", "desk")) + "', strategy:" + strategy
                    + ", refResource:'" + one(strategy == 2 ? methods : resources) + "', controlBehavior:"
                    + (warm ? 1 : 0)
                    + ", warmUpPeriodSec:" + (1 + random.nextInt(5)) + "}";
        }

        private String degrade() {
            int grade = random.nextInt(3);
            String count = grade == 1 ? "0." + (3 + random.nextInt(5)) : String.valueOf(5 + random.nextInt(40));
            return "{resource:'" + one(resources) + "', grade:" + grade + ", count:" + count + ", timeWindow:"
                    + (1 + random.nextInt(3)) + ", minRequestAmount:" + (1 + random.nextInt(10))
                    + ", slowRatioThreshold:0." + (3 + random.nextInt(5)) + ", statIntervalMs:"
                    + (500 + random.nextInt(2_000)) + "}";
        }

        /** Indexes that do not depend on the number of arguments: there Sentinel is wrong, and the gates are not. */
        private String param(int i) {
            return "{resource:'" + methods.get(i) + "', paramIdx:" + random.nextInt(2) + ", grade:" + i % 2
                    + ", count:"
                    + (1 + random.nextInt(12)) + ", burstCount:" + random.nextInt(4) + ", durationInSec:" + (1 + i)
                    + ", paramFlowItemList:[{object:'v1', count:" + random.nextInt(30)
                    + ", classType:'java.lang.String'},{object:'2', count:" + random.nextInt(30)
                    + ", classType:'long'}]}";
        }

        private String authority() {
            return "{resource:'" + one(resources) + "', limitApp:'" + one(List.of("cart,desk,lift,other", "lift"))
                    + "', strategy:" + (random.nextInt(3) == 0 ? 1 : 0) + "}";
        }
    }
}
