package io.twinmesh.backend.agent.bundle.engine;

import io.twinmesh.api.throttling.Permit;
import io.twinmesh.api.throttling.Throttler;
import io.twinmesh.api.upgrade.CarriedState;
import io.twinmesh.api.upgrade.UpgradeParticipant;

/** The state of an engine that takes over what another has counted a number of times, and then ends with an error. */
final class Overflowing implements UpgradeParticipant {

    private final int good;
    private int restored;

    private Overflowing(int good) {
        this.good = good;
    }

    /** An engine with such a state, that lets every call pass. */
    static Throttler engine(int good) {
        return new BadThrottler(() -> Permit.FREE, new Overflowing(good));
    }

    @Override
    public String id() {
        return "throttle-sentinel";
    }

    @Override
    public CarriedState carry() {
        return new CarriedState(1, new byte[0]);
    }

    @Override
    public void restore(CarriedState state) {
        restored++;
        if (restored > good) {
            throw new StackOverflowError("too deep");
        }
    }
}
