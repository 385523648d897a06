package io.twinmesh.adapters.sentinel;

import com.alibaba.csp.sentinel.Constants;
import com.alibaba.csp.sentinel.util.TimeUtil;
import io.twinmesh.api.upgrade.CarriedState;
import io.twinmesh.api.upgrade.StateReader;
import io.twinmesh.api.upgrade.StateWriter;
import io.twinmesh.api.upgrade.UpgradeParticipant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries what the limits of a mesh have counted: windows, how warm a rule is, queues, switches, buckets of hot parameters, rejections. A
 * rule that the successor does not have, or has otherwise, begins anew there, as it does when rules change.
 *
 * <p>Threads: one at a time, while no call is asked about.
 */
final class SentinelState implements UpgradeParticipant {

    private static final Logger LOG = LoggerFactory.getLogger("io.twinmesh.upgrade");
    private static final int VERSION = 1;
    private static final int TAKEN = 1;
    private static final int RESOURCE = 2;
    private static final int CONTROLLER = 3;
    private static final int REJECTIONS = 4;
    private static final int SYSTEM = 5;

    private final SentinelThrottler throttler;
    private final Resources resources;
    private @Nullable EngineInternals opened;

    SentinelState(SentinelThrottler throttler, Resources resources) {
        this.throttler = throttler;
        this.resources = resources;
    }

    /** Sentinel's fields, or null, with a line that says why, if it is not the Sentinel that is known here. */
    private @Nullable EngineInternals engine() {
        if (opened == null && !throttler.book().entries().isEmpty()) {
            try {
                opened = EngineInternals.open();
            } catch (ReflectiveOperationException | RuntimeException e) {
                LOG.warn("throttler 'sentinel': windows, warm-up, queues and switches not carried: {}", e.toString());
            }
        }
        return opened;
    }

    @Override
    public String id() {
        return "throttle-" + SentinelThrottlerProvider.ID;
    }

    @Override
    public CarriedState carry() {
        StateWriter fields = new StateWriter();
        EngineInternals engine = engine();
        if (engine != null) {
            long now = TimeUtil.currentTimeMillis();
            fields.number(TAKEN, now);
            resources.carry(engine, now, part -> fields.part(RESOURCE, part), part -> fields.part(CONTROLLER, part));
            if (throttler.ownsSystem()) {
                fields.part(SYSTEM, CarriedNode.write(Constants.ENTRY_NODE, engine, now));
            }
        }
        throttler.book().entries().stream()
                .map(RuleBook.Entry::rule)
                .filter(rule -> rule.rejections() > 0)
                .forEach(rule -> fields.part(
                        REJECTIONS, new StateWriter().text(1, rule.id()).number(2, rule.rejections())));
        return fields.state(VERSION);
    }

    @Override
    public void restore(CarriedState state) {
        StateReader fields = StateReader.of("state '" + id() + "'", state, VERSION);
        List<CarriedResource> carried =
                fields.parts(RESOURCE).stream().map(CarriedResource::read).toList();
        List<CarriedController> controllers =
                fields.parts(CONTROLLER).stream().map(CarriedController::read).toList();
        List<CarriedNode> system =
                fields.parts(SYSTEM).stream().map(CarriedNode::read).toList();
        Map<String, Long> rejections = rejections(fields);
        EngineInternals engine = engine();
        if (engine != null && fields.has(TAKEN)) {
            CarriedTime time = CarriedTime.read(fields, TAKEN);
            new Restoration(resources, throttler.book(), engine, time).apply(carried, controllers);
            if (throttler.ownsSystem()) {
                system.forEach(node -> node.apply(Constants.ENTRY_NODE, engine, time));
            }
        }
        throttler.book().entries().forEach(entry -> {
            LiveRule rule = entry.rule();
            rule.rejections(rejections.getOrDefault(rule.id(), 0L));
        });
    }

    private static Map<String, Long> rejections(StateReader fields) {
        Map<String, Long> rejections = new HashMap<>();
        for (StateReader rule : fields.parts(REJECTIONS)) {
            long count = rule.number(2);
            if (count < 0) {
                throw rule.refused(count + " rejections", "0 or more");
            }
            rejections.put(rule.text(1), count);
        }
        return rejections;
    }
}
