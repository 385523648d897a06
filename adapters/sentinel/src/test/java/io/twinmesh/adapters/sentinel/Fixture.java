package io.twinmesh.adapters.sentinel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import io.twinmesh.api.Decision;
import io.twinmesh.api.Direction;
import io.twinmesh.api.MethodKey;
import io.twinmesh.api.Outcome;
import io.twinmesh.api.RpcRequest;
import io.twinmesh.api.SimpleRequest;
import io.twinmesh.api.config.MeshConfig;
import io.twinmesh.api.config.Problem;
import io.twinmesh.api.model.RuleDocument;
import io.twinmesh.api.routing.RuleStatus;
import io.twinmesh.api.throttling.Permit;
import io.twinmesh.api.throttling.ThrottleGate;
import io.twinmesh.api.throttling.ThrottlePlan;
import io.twinmesh.api.throttling.ThrottleVerdict;
import io.twinmesh.api.throttling.Throttler;
import java.util.ArrayList;
import java.util.List;

/** A throttler with rules in force, and callers of it. */
final class Fixture implements AutoCloseable {

    static final String APPLICATION = "shop";
    static final MethodKey BUY = MethodKey.of("com.acme.Trade", "buy", "long", "java.lang.String");
    static final MethodKey SELL = MethodKey.of("com.acme.Trade", "sell");
    static final String BUY_RESOURCE = "com.acme.Trade:buy(long,java.lang.String)";
    static final String SELL_RESOURCE = "com.acme.Trade:sell()";
    static final String INTERFACE = "com.acme.Trade";

    private final Throttler throttler;
    private final List<RuleDocument> documents = new ArrayList<>();
    private ThrottlePlan plan;

    Fixture(MeshConfig config) {
        this.throttler = new SentinelThrottlerProvider().create(config);
        this.plan = throttler.prepare(List.of(), Fixture::refuse);
    }

    Fixture() {
        this(MeshConfig.builder(APPLICATION).build());
    }

    private static void refuse(Problem problem) {
        if (problem.isError()) {
            throw new AssertionError(problem.line());
        }
    }

    /** Adds rules, written with single quotes, and puts them in force. */
    Fixture with(RuleKind kind, String rules) {
        documents.add(document(kind, rules));
        return commit();
    }

    /** Puts these rules in force in place of all others. */
    Fixture only(RuleKind kind, String rules) {
        documents.clear();
        return with(kind, rules);
    }

    Fixture commit() {
        plan = throttler.prepare(documents, Fixture::refuse);
        plan.commit();
        return this;
    }

    static RuleDocument document(RuleKind kind, String rules) {
        return new RuleDocument(kind.format(), APPLICATION, APPLICATION + "-" + kind.word() + "-rules.json", rules);
    }

    /** What reading rules tells, one line each. */
    static List<String> problems(RuleDocument... documents) {
        List<String> lines = new ArrayList<>();
        try (Throttler throttler = new SentinelThrottlerProvider()
                .create(MeshConfig.builder(APPLICATION).build())) {
            throttler.prepare(List.of(documents), problem -> lines.add(problem.severity() + " " + problem.line()));
        }
        return lines;
    }

    ThrottlePlan plan() {
        return plan;
    }

    Throttler throttler() {
        return throttler;
    }

    ThrottleGate gate(Direction direction, MethodKey key) {
        ThrottleGate gate = plan.gate(direction, key);
        assertNotNull(gate, key + " has a gate");
        return gate;
    }

    ThrottleGate inbound(MethodKey key) {
        return gate(Direction.INBOUND, key);
    }

    RuleStatus status(String id) {
        return plan.rules().stream()
                .filter(rule -> rule.id().equals(id))
                .findFirst()
                .orElseThrow(() -> new AssertionError(id + " not among " + plan.rules()));
    }

    /** How many of so many calls, one after the other, pass. */
    static int passing(ThrottleGate gate, int calls, RpcRequest request, String caller) {
        int passed = 0;
        for (int i = 0; i < calls; i++) {
            if (decide(gate, request, caller) instanceof Permit permit) {
                permit.end(Outcome.OK);
                passed++;
            }
        }
        return passed;
    }

    /** What a kernel asks: may the caller, and is there room? */
    static ThrottleVerdict decide(ThrottleGate gate, RpcRequest request, String caller) {
        Decision.Reject unauthorized = gate.authorities().isEmpty() ? null : gate.authorize(request, caller);
        return unauthorized == null ? gate.enter(request, caller) : unauthorized;
    }

    static int passing(ThrottleGate gate, int calls) {
        return passing(gate, calls, request(BUY), "cart");
    }

    static RpcRequest request(MethodKey key, Object... arguments) {
        SimpleRequest.Builder builder = RpcRequest.builder(key);
        for (Object argument : arguments) {
            builder.argument(argument);
        }
        return builder.build();
    }

    static ThrottleVerdict enter(ThrottleGate gate, Object... arguments) {
        return gate.enter(request(BUY, arguments), "cart");
    }

    static Permit permit(ThrottleVerdict verdict) {
        if (verdict instanceof Permit permit) {
            return permit;
        }
        throw new AssertionError("rejected: " + verdict);
    }

    static Decision.Reject reject(ThrottleVerdict verdict) {
        if (verdict instanceof Decision.Reject reject) {
            return reject;
        }
        throw new AssertionError("let through");
    }

    /** Makes so many calls that end so. */
    static void call(ThrottleGate gate, int calls, Outcome outcome) {
        for (int i = 0; i < calls; i++) {
            permit(enter(gate)).end(outcome);
        }
    }

    static void assertPassing(int expected, ThrottleGate gate, int calls) {
        assertEquals(expected, passing(gate, calls), "calls that pass of " + calls);
    }

    @Override
    public void close() {
        throttler.close();
    }
}
