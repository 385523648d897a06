package io.twinmesh.backend.proxy;

import io.netty.channel.EventLoopGroup;
import io.twinmesh.api.MeshContext;
import io.twinmesh.api.config.MeshConfigurationException;
import io.twinmesh.backend.proxy.alive.AliveSocket;
import io.twinmesh.backend.proxy.upgrade.UpgradeConfig;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Tells a guard that this sidecar serves, if it has an id to be asked by. The answers come from a loop that carries traffic, also while that
 * stands still for a hand-over. Threads: one at a time.
 */
@Singleton
final class Alive {

    private final MeshContext context;
    private final Workers workers;
    private final @Nullable UpgradeConfig upgrades;
    private @Nullable EventLoopGroup loops;
    private @Nullable AliveSocket socket;
    private boolean open;

    @Inject
    Alive(SidecarConfig config, MeshContext context, Workers workers) {
        this.context = context;
        this.workers = workers;
        this.upgrades = config.upgrades();
    }

    /**
     * Gets ready to be asked. Without this it is asked by nobody.
     *
     * @param group for its connections
     * @throws MeshConfigurationException if its socket cannot be had
     */
    void prepare(EventLoopGroup group) {
        loops = group;
        socket = bind(group);
    }

    /**
     * From now on it is asked. Does nothing if it is already.
     *
     * @throws MeshConfigurationException if its socket cannot be had
     */
    void open() {
        EventLoopGroup group = loops;
        if (group == null || open) {
            return;
        }
        AliveSocket bound = socket == null ? bind(group) : socket;
        try {
            bound.open();
            socket = bound;
            open = true;
        } catch (IOException e) {
            throw refused(e);
        }
    }

    private AliveSocket bind(EventLoopGroup group) {
        try {
            return AliveSocket.bind(
                    group,
                    workers.all().get(0)::pass,
                    Objects.requireNonNull(upgrades).home(),
                    () -> context.kernel().ready());
        } catch (IOException e) {
            throw refused(e);
        }
    }

    private static MeshConfigurationException refused(IOException e) {
        return new MeshConfigurationException(
                "option 'run-dir'", String.valueOf(e.getMessage()), "a directory of this user with a short name");
    }

    /** Another process is asked instead, or none. */
    void close() {
        if (socket != null) {
            socket.close();
            socket = null;
            open = false;
        }
    }
}
