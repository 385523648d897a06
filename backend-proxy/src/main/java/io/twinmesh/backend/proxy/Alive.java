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
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells a guard that this sidecar serves, if it has an id to be asked by. The answers come from a loop that carries traffic, also while that
 * stands still for a hand-over. Threads: any.
 */
@Singleton
final class Alive {

    private static final Logger LOG = LoggerFactory.getLogger(Alive.class);
    private static final long AGAIN_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final MeshContext context;
    private final Workers workers;
    private final @Nullable UpgradeConfig upgrades;
    private @Nullable EventLoopGroup loops;
    private @Nullable AliveSocket socket;
    private boolean open;
    private boolean wanted;

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
    synchronized void prepare(EventLoopGroup group) {
        loops = group;
        socket = bind(group);
    }

    /**
     * From now on it is asked. Does nothing if it is already. Where it has been asked before and its socket cannot be had now, it tries again until it
     * can: calls would go around a sidecar that serves.
     *
     * @throws MeshConfigurationException if its socket cannot be had at first
     */
    synchronized void open() {
        wanted = true;
        if (socket != null) {
            openNow();
        } else if (!opens()) {
            Thread again = new Thread(this::openLater, "twinmesh-alive");
            again.setDaemon(true);
            again.start();
        }
    }

    private void openLater() {
        do {
            LockSupport.parkNanos(AGAIN_NANOS);
        } while (!opens());
    }

    /** False if it has to be tried again. */
    private synchronized boolean opens() {
        try {
            if (wanted) {
                openNow();
            }
            return true;
        } catch (MeshConfigurationException e) {
            LOG.error("guard: this sidecar cannot be asked now: {}", e.getMessage());
            return false;
        }
    }

    private void openNow() {
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
            bound.close();
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
    synchronized void close() {
        wanted = false;
        if (socket != null) {
            socket.close();
            socket = null;
            open = false;
        }
    }
}
