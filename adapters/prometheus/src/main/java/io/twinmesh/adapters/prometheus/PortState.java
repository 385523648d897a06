package io.twinmesh.adapters.prometheus;

import io.twinmesh.api.upgrade.CarriedState;
import io.twinmesh.api.upgrade.StateReader;
import io.twinmesh.api.upgrade.StateWriter;
import io.twinmesh.api.upgrade.UpgradeParticipant;

/** Lets the port go when a successor serves, and takes it back if this process serves again. The numbers are the kernel's to carry. */
final class PortState implements UpgradeParticipant {

    private static final int VERSION = 1;

    private final MetricsPort port;

    PortState(MetricsPort port) {
        this.port = port;
    }

    @Override
    public String id() {
        return "metrics-port";
    }

    @Override
    public CarriedState carry() {
        return new StateWriter().state(VERSION);
    }

    @Override
    public void restore(CarriedState state) {
        StateReader.of("state 'metrics-port'", state, VERSION);
    }

    @Override
    public void released() {
        port.close();
    }

    @Override
    public void reinstated() {
        port.open();
    }
}
