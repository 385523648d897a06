package io.twinmesh.core.kernel;

import io.twinmesh.api.upgrade.CarriedState;
import io.twinmesh.api.upgrade.UpgradeParticipant;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries what one engine has counted. The engine may not be there: it is made when the first rules for it come. Then it has nothing to
 * carry, which is a state of version {@value #NOTHING}; and what came from the process before has no rules here that it could be about.
 */
final class ThrottleState implements UpgradeParticipant {

    private static final Logger LOG = LoggerFactory.getLogger("io.twinmesh.upgrade");
    private static final int NOTHING = 0;

    private final String throttler;
    private final Throttlers throttlers;

    ThrottleState(String throttler, Throttlers throttlers) {
        this.throttler = throttler;
        this.throttlers = throttlers;
    }

    private @Nullable UpgradeParticipant engine() {
        return throttlers.participant(throttler);
    }

    @Override
    public String id() {
        return "throttle-" + throttler;
    }

    @Override
    public CarriedState carry() {
        UpgradeParticipant engine = engine();
        return engine == null ? new CarriedState(NOTHING, new byte[0]) : engine.carry();
    }

    @Override
    public void restore(CarriedState state) {
        UpgradeParticipant engine = engine();
        if (engine != null && state.version() != NOTHING) {
            engine.restore(state);
        } else if (state.version() != NOTHING) {
            LOG.info("throttler '{}': counts of the process before dropped, no rules for it are in force", throttler);
        }
    }

    @Override
    public void released() {
        UpgradeParticipant engine = engine();
        if (engine != null) {
            engine.released();
        }
    }

    @Override
    public void reinstated() {
        UpgradeParticipant engine = engine();
        if (engine != null) {
            engine.reinstated();
        }
    }
}
