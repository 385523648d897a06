package io.twinmesh.backend.proxy;

import io.twinmesh.api.MeshContext;
import io.twinmesh.api.config.MeshConfigurationException;
import io.twinmesh.backend.proxy.alive.AliveSocket;
import io.twinmesh.backend.proxy.upgrade.UpgradeConfig;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Tells a guard that this sidecar serves, if it has an id to be asked by. Threads: one at a time. */
@Singleton
final class Alive {

    private final MeshContext context;
    private final Workers workers;
    private final @Nullable UpgradeConfig upgrades;
    private @Nullable AliveSocket socket;

    @Inject
    Alive(SidecarConfig config, MeshContext context, Workers workers) {
        this.context = context;
        this.workers = workers;
        this.upgrades = config.upgrades();
    }

    /**
     * From now on it is asked. Does nothing if it is already.
     *
     * @throws MeshConfigurationException if its socket cannot be had
     */
    void open() {
        if (upgrades == null || socket != null) {
            return;
        }
        try {
            socket = AliveSocket.open(
                    workers.loops(),
                    upgrades.home(),
                    () -> context.kernel().status().ready());
        } catch (IOException e) {
            throw new MeshConfigurationException(
                    "option 'run-dir'", String.valueOf(e.getMessage()), "a directory of this user with a short name");
        }
    }

    /** Another process is asked instead, or none. */
    void close() {
        if (socket != null) {
            socket.close();
            socket = null;
        }
    }
}
