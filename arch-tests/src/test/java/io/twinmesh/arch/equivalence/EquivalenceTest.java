package io.twinmesh.arch.equivalence;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.ByteBufUtil;
import io.twinmesh.adapters.sentinel.StoppedEngine;
import io.twinmesh.api.config.MeshConfig;
import io.twinmesh.core.kernel.SeededKernel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What makes backends exchangeable: the same rules, calls, outcomes and health reports give the same decisions - endpoint, reason, rule, route,
 * where a call goes next if its endpoint cannot be reached, and how long its caller waits - whether the kernel looks at encoded frames or
 * at invocations in the application. Sentinel's clock and its reading of the machine are the script's; the kernel's own clock is real, so
 * endpoints are ejected for longer than a run takes. Another start: {@code -Dequivalence.seed=N}; more:
 * {@code -Dequivalence.rulesets=N}.
 */
class EquivalenceTest {

    private static final long SEED = Long.getLong("equivalence.seed", 20_261_123L);
    private static final int RULE_SETS = Integer.getInteger("equivalence.rulesets", 250);
    private static final int CALLS = 410;

    private static final Set<String> KINDS = Set.of(
            "forward",
            "admit",
            "elsewhere",
            "no_route",
            "no_endpoint",
            "unauthorized",
            "throttled",
            "param_throttled",
            "degraded",
            "overloaded",
            "circuit_open");

    private final Place inProcess = new Place.InProcess();
    private final Place sidecar = new Place.Sidecar();
    private final Frames frames = new Frames();
    private final Map<String, Integer> seen = new TreeMap<>();
    private int compared;

    @TempDir
    private Path rules;

    @Test
    void frameAndInvocationAreDecidedAlike() throws IOException {
        try (StoppedEngine engine = new StoppedEngine()) {
            for (int set = 0; set < RULE_SETS; set++) {
                compare(SEED + set, engine);
            }
        }

        String seeds = "seeds " + SEED + " to " + (SEED + RULE_SETS - 1);
        System.getLogger("equivalence")
                .log(System.Logger.Level.INFO, "compared " + compared + ", " + seeds + ": " + seen);
        assertTrue(compared >= 100_000 || RULE_SETS < 250, "compared: " + compared + " (expected: at least 100000)");
        assertTrue(seen.keySet().containsAll(KINDS), "decisions seen: " + seen + " (expected: all of " + KINDS + ")");
    }

    private void compare(long seed, StoppedEngine engine) throws IOException {
        write(seed);
        MeshConfig config =
                MeshConfig.builder("cart").rules(rules).label("env", "gray").build();
        Script script = new Script(seed, CALLS);
        List<Encoded> calls = calls(seed, script);
        List<String> expected;
        try (SeededKernel agent = open(config, seed)) {
            expected = new Replay(agent.kernel(), inProcess, engine).play(script, calls);
        }
        try (SeededKernel proxy = open(config, seed)) {
            Replay replay = new Replay(proxy.kernel(), sidecar, engine);
            compare(seed, expected, replay.play(script, calls), script, calls, replay);
            replay.seen().forEach((kind, count) -> seen.merge(kind, count, Integer::sum));
        }
    }

    private void write(long seed) throws IOException {
        Files.writeString(rules.resolve("rules.yaml"), new RuleSets(seed).documents());
        for (Map.Entry<Path, String> file : new SentinelRules(seed).files().entrySet()) {
            Files.writeString(rules.resolve(file.getKey()), file.getValue());
        }
    }

    private SeededKernel open(MeshConfig config, long seed) {
        SeededKernel kernel = new SeededKernel(config, seed);
        assertTrue(
                kernel.kernel().status().ready(),
                () -> "seed " + seed + ": " + kernel.kernel().status().problems());
        return kernel;
    }

    private List<Encoded> calls(long seed, Script script) {
        Calls calls = new Calls(seed);
        List<Encoded> encoded = new ArrayList<>();
        for (Script.Step step : script.steps()) {
            Calls.Made call = calls.next();
            int id = encoded.size();
            encoded.add(new Encoded(call, frames.encode(step.serialization(), id, call.invocation(), call.provider())));
        }
        return encoded;
    }

    private void compare(
            long seed,
            List<String> expected,
            List<String> observed,
            Script script,
            List<Encoded> calls,
            Replay replay) {
        for (int i = 0; i < expected.size(); i++) {
            int call = i;
            assertEquals(
                    expected.get(i),
                    observed.get(i),
                    () -> "seed " + seed + ", call " + call + " of "
                            + script.steps().get(call) + "\n"
                            + ByteBufUtil.hexDump(calls.get(call).frame()) + "\n"
                            + replay.explained(script.steps().get(call), calls.get(call)));
            compared++;
        }
        assertEquals(expected.size(), observed.size(), "seed " + seed + ": calls");
    }
}
