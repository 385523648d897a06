package io.twinmesh.core.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.twinmesh.api.MethodKey;
import io.twinmesh.api.config.MeshConfig;
import io.twinmesh.api.config.Problem;
import io.twinmesh.api.model.RuleDocument;
import io.twinmesh.api.throttling.ThrottlePlan;
import io.twinmesh.api.throttling.Throttler;
import io.twinmesh.api.throttling.ThrottlerProvider;
import io.twinmesh.api.upgrade.CarriedState;
import io.twinmesh.api.upgrade.UpgradeParticipant;
import io.twinmesh.testkit.FakeThrottler;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** An engine is there only if there are rules for it; its state goes on only between two that are there. */
final class ThrottleStateTest {

    private static final RuleDocument RULE = FakeThrottler.limit(MethodKey.of("T", "buy"), 1);
    private static final CarriedState COUNTS = new CarriedState(3, new byte[] {7});

    private final List<String> told = new ArrayList<>();
    private final List<Integer> documents = new ArrayList<>();
    private final Throttlers throttlers =
            new Throttlers(MeshConfig.builder("cart").build(), List.of(new Provider()));
    private final UpgradeParticipant state = throttlers.participants().get(0);

    private final class Provider implements ThrottlerProvider {
        @Override
        public String id() {
            return "fake";
        }

        @Override
        public Throttler create(MeshConfig config) {
            told.add("created");
            return new Engine();
        }
    }

    /** An engine that writes down what it is told. */
    private final class Engine implements Throttler, UpgradeParticipant {

        private final FakeThrottler plans = new FakeThrottler();

        @Override
        public ThrottlePlan prepare(List<RuleDocument> rules, Consumer<Problem> problems) {
            documents.add(rules.size());
            return plans.prepare(rules, problems);
        }

        @Override
        public UpgradeParticipant participant() {
            return this;
        }

        @Override
        public String id() {
            return "engine";
        }

        @Override
        public CarriedState carry() {
            return COUNTS;
        }

        @Override
        public void restore(CarriedState from) {
            told.add("restored " + from.version());
        }

        @Override
        public void released() {
            told.add("released");
        }

        @Override
        public void reinstated() {
            told.add("reinstated");
        }

        @Override
        public void close() {
            told.add("closed");
        }
    }

    private void prepare(RuleDocument... rules) {
        throttlers.prepare(List.of(rules), problem -> {
            throw new AssertionError(problem.line());
        });
    }

    @Test
    void whereThereIsNoEngineThereIsNothingToCarryAndNothingIsMade() {
        CarriedState nothing = state.carry();

        state.restore(COUNTS);
        state.released();
        state.reinstated();

        assertEquals(0, nothing.version());
        assertEquals(0, nothing.bytes().length);
        assertEquals(List.of(), told);
    }

    @Test
    void anEngineIsToldAllOfIt() {
        prepare(RULE);

        assertEquals(COUNTS, state.carry());
        state.restore(COUNTS);
        state.released();
        state.reinstated();

        assertEquals(List.of("created", "restored 3", "released", "reinstated"), told);
    }

    @Test
    void anEngineKeepsItsOwnIfThereWasNoneBefore() {
        CarriedState nothing = state.carry();
        prepare(RULE);

        state.restore(nothing);

        assertEquals(List.of("created"), told);
    }

    @Test
    void anEngineThatRanIsToldThatNoRulesAreLeft() {
        prepare();
        prepare(RULE, RULE);
        prepare(new RuleDocument("other-limit", "cart", "a", ""));

        assertEquals(List.of(2, 0), documents);
        assertEquals(List.of("created"), told);
    }

    @Test
    void aClosedEngineIsClosedOnceAndMadeAnewWhenRulesCome() {
        prepare(RULE);
        throttlers.close();
        throttlers.close();
        prepare(RULE);

        assertEquals(List.of("created", "closed", "created"), told);
    }
}
