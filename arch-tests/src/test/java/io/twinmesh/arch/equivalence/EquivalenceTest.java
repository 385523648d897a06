package io.twinmesh.arch.equivalence;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.twinmesh.adapters.dubbo.InProcessView;
import io.twinmesh.api.Call;
import io.twinmesh.api.Decision;
import io.twinmesh.api.Direction;
import io.twinmesh.api.Kernel;
import io.twinmesh.api.Outcome;
import io.twinmesh.api.RpcRequest;
import io.twinmesh.api.config.MeshConfig;
import io.twinmesh.backend.proxy.dubbo.DubboRequest;
import io.twinmesh.backend.proxy.dubbo.MethodTable;
import io.twinmesh.core.kernel.SeededKernel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What makes backends exchangeable: the same rules and the same calls give the same decision, reason, rule and route, whether the kernel looks at
 * an encoded frame or at the invocation in the application. Another start: {@code -Dequivalence.seed=N}; more: {@code -Dequivalence.rulesets=N}.
 */
class EquivalenceTest {

    private static final long SEED = Long.getLong("equivalence.seed", 20_261_123L);
    private static final int RULE_SETS = Integer.getInteger("equivalence.rulesets", 250);
    private static final int CALLS = 410;

    private final InProcessView inProcess = new InProcessView();
    private final DubboRequest inFrame = new DubboRequest(new MethodTable());
    private final Frames frames = new Frames();
    private final TreeMap<String, Integer> seen = new TreeMap<>();
    private int compared;

    @TempDir
    private Path rules;

    @Test
    void frameAndInvocationAreDecidedAlike() throws IOException {
        for (int set = 0; set < RULE_SETS; set++) {
            compare(SEED + set);
        }

        assertTrue(compared >= 100_000 || RULE_SETS < 250, "compared: " + compared + " (expected: at least 100000)");
        assertTrue(
                seen.keySet()
                        .containsAll(java.util.Set.of("forward", "admit", "no_route", "throttled", "unauthorized")),
                "decisions seen: " + seen + " (expected: every kind)");
    }

    private void compare(long seed) throws IOException {
        RuleSets made = new RuleSets(seed);
        Files.writeString(rules.resolve("rules.yaml"), made.documents());
        Files.writeString(rules.resolve("cart-flow-rules.json"), made.flowRules());
        Files.writeString(rules.resolve("cart-authority-rules.json"), made.authorityRules());
        MeshConfig config =
                MeshConfig.builder("cart").rules(rules).label("env", "gray").build();
        try (SeededKernel proxy = new SeededKernel(config, seed);
                SeededKernel agent = new SeededKernel(config, seed)) {
            assertTrue(
                    proxy.kernel().status().ready(),
                    () -> "seed " + seed + ": " + proxy.kernel().status().problems());
            calls(seed, proxy.kernel(), agent.kernel());
        }
    }

    private void calls(long seed, Kernel proxy, Kernel agent) {
        Calls calls = new Calls(seed);
        Call one = proxy.newCall();
        Call other = agent.newCall();
        for (int i = 0; i < CALLS; i++) {
            Calls.Made call = calls.next();
            int serialization = i % 2 == 0 ? Frames.HESSIAN2 : Frames.FASTJSON2;
            ByteBuf frame = frames.encode(serialization, i, call.invocation(), call.provider());
            inFrame.wrap(frame, 0, frame.readableBytes());
            Direction direction = i % 5 == 4 ? Direction.INBOUND : Direction.OUTBOUND;
            RpcRequest invocation = direction == Direction.INBOUND
                    ? inProcess.arrived(call.invocation(), call.provider())
                    : inProcess.leaving(call.invocation(), call.provider());

            String expected = decide(agent, direction, invocation, other);
            String observed = decide(proxy, direction, inFrame, one);

            assertEquals(
                    expected,
                    observed,
                    () -> "seed " + seed + ", call " + invocation.key() + " as " + inFrame.key() + "\n"
                            + ByteBufUtil.hexDump(frame) + "\n"
                            + agent.explain(direction, invocation).steps() + "\n"
                            + proxy.explain(direction, inFrame).steps());
            assertTrue(!inFrame.malformed(), () -> "seed " + seed + ": malformed " + call.invocation());
            compared++;
        }
    }

    private String decide(Kernel kernel, Direction direction, RpcRequest request, Call call) {
        Decision decision =
                direction == Direction.INBOUND ? kernel.inbound(request, call) : kernel.outbound(request, call);
        String text = call.route() + " " + decision;
        seen.merge(word(decision), 1, Integer::sum);
        call.end(Outcome.OK);
        return text;
    }

    private static String word(Decision decision) {
        if (decision instanceof Decision.Reject reject) {
            return reject.reason().word();
        }
        return decision instanceof Decision.Forward ? "forward" : "admit";
    }
}
