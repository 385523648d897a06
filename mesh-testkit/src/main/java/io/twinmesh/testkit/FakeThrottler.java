package io.twinmesh.testkit;

import io.twinmesh.api.Decision.Reject;
import io.twinmesh.api.Direction;
import io.twinmesh.api.MethodKey;
import io.twinmesh.api.Outcome;
import io.twinmesh.api.Preview;
import io.twinmesh.api.RejectReason;
import io.twinmesh.api.RequestDepth;
import io.twinmesh.api.RpcRequest;
import io.twinmesh.api.config.Problem;
import io.twinmesh.api.model.RuleDocument;
import io.twinmesh.api.routing.RuleStatus;
import io.twinmesh.api.throttling.Permit;
import io.twinmesh.api.throttling.ThrottleGate;
import io.twinmesh.api.throttling.ThrottlePlan;
import io.twinmesh.api.throttling.ThrottleVerdict;
import io.twinmesh.api.throttling.Throttler;
import io.twinmesh.api.upgrade.CarriedState;
import io.twinmesh.api.upgrade.StateReader;
import io.twinmesh.api.upgrade.StateWriter;
import io.twinmesh.api.upgrade.UpgradeRefusedException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * An engine with one kind of rule, how many calls of a method may be under way: format {@code fake-limit}, a line
 * {@code com.acme.Trade#buy 2} each. It keeps count of its permits and refuses to take one back twice.
 */
@Preview(since = "0.1")
public final class FakeThrottler implements Throttler {

    private final AtomicInteger given = new AtomicInteger();
    private final AtomicInteger back = new AtomicInteger();
    private final AtomicInteger resumed = new AtomicInteger();
    private final AtomicInteger over = new AtomicInteger();
    private volatile boolean closed;

    public FakeThrottler() {}

    /** A document with one rule. */
    public static RuleDocument limit(MethodKey key, int calls) {
        String text = key.service() + "#" + key.method() + " " + calls;
        return new RuleDocument("fake-limit", "fake", "fake-limit.txt", text);
    }

    /** Permits given so far. */
    public int given() {
        return given.get();
    }

    /** Permits that came back so far. */
    public int back() {
        return back.get();
    }

    /** Permits that came from a process before. */
    public int resumed() {
        return resumed.get();
    }

    /** Permits that went to a successor. */
    public int over() {
        return over.get();
    }

    @Override
    public ThrottlePlan prepare(List<RuleDocument> documents, Consumer<Problem> problems) {
        Map<String, Gate> gates = new LinkedHashMap<>();
        documents.forEach(
                document -> document.text().lines().forEach(line -> read(line, document.file(), gates, problems)));
        return new Plan(gates);
    }

    private void read(String line, String file, Map<String, Gate> gates, Consumer<Problem> problems) {
        if (line.matches("\\S+#\\S+ \\d{1,6}")) {
            int space = line.indexOf(' ');
            String method = line.substring(0, space);
            gates.put(method, new Gate("fake:" + method, Integer.parseInt(line.substring(space + 1))));
        } else {
            problems.accept(Problem.error("TM9999", file, "rule", line, "SERVICE#METHOD NUMBER"));
        }
    }

    @Override
    public void close() {
        closed = true;
    }

    private static final class Plan implements ThrottlePlan {

        private final Map<String, Gate> gates;

        Plan(Map<String, Gate> gates) {
            this.gates = gates;
        }

        @Override
        public void commit() {}

        @Override
        public @Nullable ThrottleGate gate(Direction direction, MethodKey key) {
            return gates.get(key.service() + "#" + key.method());
        }

        @Override
        public List<RuleStatus> rules() {
            return gates.values().stream().map(Gate::status).toList();
        }
    }

    /** A place under a limit. */
    private final class One implements Permit {

        private final Gate gate;
        private final AtomicBoolean ended = new AtomicBoolean();

        One(Gate gate) {
            this.gate = gate;
        }

        @Override
        public void end(Outcome outcome) {
            gate.end(ended, outcome.word(), back);
        }

        @Override
        public CarriedState carry() {
            return new StateWriter().text(1, gate.rule).state(1);
        }

        @Override
        public void handedOver() {
            gate.end(ended, "a successor", over);
        }
    }

    private final class Gate implements ThrottleGate {

        private final String rule;
        private final int limit;
        private final AtomicInteger inside = new AtomicInteger();

        Gate(String rule, int limit) {
            this.rule = rule;
            this.limit = limit;
        }

        RuleStatus status() {
            return new RuleStatus(rule, "fake", "fake-limit.txt", RuleStatus.State.ACTIVE, "", inside.get());
        }

        @Override
        public ThrottleVerdict enter(RpcRequest request, @Nullable String caller) {
            if (closed) {
                return Permit.FREE;
            }
            if (inside.incrementAndGet() > limit) {
                inside.decrementAndGet();
                return new Reject(RejectReason.THROTTLED, rule, rule + ": " + limit + " calls under way");
            }
            given.incrementAndGet();
            return permit();
        }

        private Permit permit() {
            return new One(this);
        }

        @Override
        public Permit resume(CarriedState carried) {
            String of = StateReader.of("permit of " + rule, carried, 1).text(1);
            if (!of.equals(rule)) {
                throw new UpgradeRefusedException("permit of " + rule, of, rule);
            }
            inside.incrementAndGet();
            resumed.incrementAndGet();
            return permit();
        }

        private void end(AtomicBoolean ended, String how, AtomicInteger count) {
            if (!ended.compareAndSet(false, true)) {
                throw new IllegalStateException(
                        rule + ": permit given back again with " + how + " (expected: exactly once)");
            }
            inside.decrementAndGet();
            count.incrementAndGet();
        }

        @Override
        public RequestDepth depth() {
            return RequestDepth.NAMES;
        }

        @Override
        public List<String> rules() {
            return List.of(rule);
        }
    }
}
