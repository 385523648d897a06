package io.twinmesh.adapters.sentinel;

import io.twinmesh.api.config.Problem;
import io.twinmesh.api.model.RuleDocument;
import io.twinmesh.api.throttling.ThrottlePlan;
import io.twinmesh.api.throttling.Throttler;
import io.twinmesh.api.upgrade.UpgradeParticipant;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Sentinel's engine under rules of one mesh.
 *
 * <p>The engine's parts - counters, flow controllers, circuit breakers, hot-parameter counters, system check - are Sentinel's; the rules
 * are asked in the order of its slots. Its static rule tables, thread-bound contexts and slot chains are not used. So each mesh has state
 * of its own; an application's own use of Sentinel neither sees these rules nor loses its own; a call may end on any thread; no number of
 * resources leaves any of them unprotected; an error in the engine is not taken for leave to pass; and a reload leaves every unchanged rule
 * in its state, warm-up and queue included. Only system rules, which are about the process, have one mesh at most that may set them.
 *
 * <p>Lifecycle: see {@link Throttler}. Threads: one at a time; gates any. Sentinel's classes are not touched before there is a rule.
 */
final class SentinelThrottler implements Throttler {

    private final String application;
    private final ResourceNames names;
    private final Resources resources = new Resources();
    private final SentinelState state = new SentinelState(this, resources);
    private final SystemOwner owner;
    private final boolean alone;
    private RuleBook book = RuleBook.EMPTY;

    /** @param alone whether nobody else will ever use Sentinel's classes in this class loader, so that their threads end with it */
    SentinelThrottler(String application, ResourceNames names, boolean alone) {
        this.alone = alone;
        this.application = application;
        this.names = names;
        this.owner = new SystemOwner(application);
    }

    @Override
    public ThrottlePlan prepare(List<RuleDocument> documents, Consumer<Problem> problems) {
        RuleBook read = new RuleReader(application, book, problems).read(documents);
        List<LiveRule> system = read.of(RuleKind.SYSTEM);
        if (!system.isEmpty()) {
            EngineStart.run();
            checkOwner(system.get(0), problems);
        }
        return new SentinelPlan(this, read);
    }

    private void checkOwner(LiveRule rule, Consumer<Problem> problems) {
        String other = owner.other();
        if (other != null) {
            problems.accept(Problem.error(
                    Codes.SYSTEM_TAKEN,
                    rule.file(),
                    "[0]",
                    "system rules are in force for " + other,
                    "system rules of one mesh in a process"));
        }
    }

    @Override
    public UpgradeParticipant participant() {
        return state;
    }

    /** The rules in force. */
    RuleBook book() {
        return book;
    }

    /** Whether the system rules of the process are those of this mesh. */
    boolean ownsSystem() {
        return owner.holds();
    }

    /** Puts rules in force in place of those before. */
    GateFactory put(RuleBook rules) {
        if (!rules.entries().isEmpty()) {
            EngineStart.run();
        }
        resources.retain(rules);
        book = rules;
        return new GateFactory(rules, resources, names, system(rules));
    }

    private @Nullable SystemCheck system(RuleBook rules) {
        List<LiveRule> system = rules.of(RuleKind.SYSTEM);
        if (system.isEmpty()) {
            owner.release();
            return null;
        }
        SystemCheck check = new SystemCheck(system);
        if (owner.set(check)) {
            return check;
        }
        system.forEach(rule -> rule.note("not in force: another mesh of this process has system rules"));
        return null;
    }

    @Override
    public void close() {
        owner.release();
        resources.close();
        book = RuleBook.EMPTY;
        if (alone) {
            EngineThreads.end();
        }
    }
}
