package io.twinmesh.adapters.sentinel;

import com.alibaba.csp.sentinel.config.SentinelConfig;
import com.alibaba.csp.sentinel.slots.block.degrade.DegradeRule;
import com.alibaba.csp.sentinel.slots.block.flow.FlowRule;
import com.alibaba.csp.sentinel.slots.block.flow.TrafficShapingController;
import com.alibaba.csp.sentinel.slots.block.flow.controller.DefaultController;
import com.alibaba.csp.sentinel.slots.block.flow.controller.ThrottlingController;
import com.alibaba.csp.sentinel.slots.block.flow.controller.WarmUpController;
import com.alibaba.csp.sentinel.slots.block.flow.controller.WarmUpRateLimiterController;
import com.alibaba.csp.sentinel.slots.block.flow.param.ParamFlowRule;
import io.twinmesh.api.upgrade.StateWriter;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * The counted resources and the state of flow rules of one mesh. Nothing in it is static, so that meshes in one process, and an
 * application that uses Sentinel itself, never meet.
 *
 * <p>Threads: any; {@link #retain} and {@link #close} one at a time.
 */
final class Resources implements AutoCloseable {

    /** Resources found by expressions alone; beyond it they share one, because names of methods come from outside. */
    static final int MOST_MATCHED = 6_000;

    /** Characters of the names of resources, up to which expressions find more of them. */
    static final int MOST_CHARACTERS = 12_000_000;

    static final String FURTHER = "(further resources)";

    private static final AtomicInteger MESHES = new AtomicInteger();

    private final String tag = "twinmesh-" + MESHES.incrementAndGet() + ":";
    private final Map<String, Resource> resources = new ConcurrentHashMap<>();
    private final Map<FlowRule, TrafficShapingController> controllers = new ConcurrentHashMap<>();
    private final AtomicLong characters = new AtomicLong();

    /** The resource of a name that rules write out. */
    Resource named(String name) {
        return resources.computeIfAbsent(name, this::made);
    }

    private Resource made(String name) {
        characters.addAndGet(name.length());
        return new Resource(tag, name);
    }

    /** The resource of a name that only an expression matches. */
    Resource matched(String name) {
        return named(hasRoom(name) || resources.containsKey(name) ? name : FURTHER);
    }

    private boolean hasRoom(String name) {
        return resources.size() < MOST_MATCHED && characters.get() + name.length() <= MOST_CHARACTERS;
    }

    /** What lets the calls of a flow rule pass, in the state it has. */
    TrafficShapingController controller(FlowRule rule) {
        return controllers.computeIfAbsent(rule, Resources::newController);
    }

    private static TrafficShapingController newController(FlowRule rule) {
        int behavior = rule.getGrade() == FlowRules.QPS ? rule.getControlBehavior() : 0;
        double count = rule.getCount();
        int warmUp = rule.getWarmUpPeriodSec();
        int queue = rule.getMaxQueueingTimeMs();
        return switch (behavior) {
            case FlowRules.WARM_UP -> new WarmUpController(count, warmUp, SentinelConfig.coldFactor());
            case FlowRules.QUEUE -> new ThrottlingController(queue, count);
            case FlowRules.WARM_UP_QUEUE ->
                new WarmUpRateLimiterController(count, warmUp, queue, SentinelConfig.coldFactor());
            default -> new DefaultController(count, rule.getGrade());
        };
    }

    /** Writes what was counted about each resource and how each flow rule stands. */
    void carry(EngineInternals engine, long now, Consumer<StateWriter> resource, Consumer<StateWriter> controller) {
        resources.values().forEach(one -> resource.accept(one.carry(engine, now)));
        controllers.forEach((rule, state) -> {
            StateWriter part = CarriedController.write(rule, state, engine, now);
            if (part != null) {
                controller.accept(part);
            }
        });
    }

    /** Forgets all that was counted, but for the calls under way. */
    void forget(EngineInternals engine) {
        resources.values().forEach(resource -> resource.forget(engine));
        controllers.values().forEach(controller -> CarriedController.clear(controller, engine));
    }

    /** Forgets what the rules in force no longer need; everything else keeps its state. */
    void retain(RuleBook book) {
        Set<FlowRule> flows = new HashSet<>();
        book.of(RuleKind.FLOW).forEach(rule -> flows.add((FlowRule) rule.rule()));
        controllers.keySet().retainAll(flows);
        resources.values().removeIf(resource -> {
            if (!book.concerns(resource.name()) && !resource.name().equals(FURTHER)) {
                resource.release();
                characters.addAndGet(-resource.name().length());
                return true;
            }
            retain(resource, book);
            return false;
        });
    }

    private static void retain(Resource resource, RuleBook book) {
        Set<DegradeRule> degrades = new HashSet<>();
        book.of(RuleKind.DEGRADE, resource.name()).forEach(rule -> degrades.add((DegradeRule) rule.rule()));
        Set<ParamFlowRule> params = new HashSet<>();
        int parameters = ParamChecks.parameters(resource.name());
        book.of(RuleKind.PARAM, resource.name())
                .forEach(rule -> params.add(ParamChecks.resolved((ParamFlowRule) rule.rule(), parameters)));
        resource.retain(degrades, params);
    }

    @Override
    public void close() {
        resources.values().forEach(Resource::release);
        resources.clear();
        controllers.clear();
    }
}
