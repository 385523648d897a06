package io.twinmesh.backend.proxy;

import io.twinmesh.api.Direction;
import io.twinmesh.backend.proxy.dubbo.DubboProtocol;
import io.twinmesh.backend.proxy.link.Lane;
import io.twinmesh.backend.proxy.link.Limits;
import io.twinmesh.backend.proxy.link.ProxyProtocol;
import io.twinmesh.backend.proxy.tcp.TcpProtocol;
import io.twinmesh.backend.proxy.upgrade.Inheritance;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The listeners of a sidecar: all of them, or, if one cannot be bound, none. */
@Singleton
final class Listeners {

    private static final Logger LOG = LoggerFactory.getLogger(Listeners.class);
    private static final long LOOK_MILLIS = 20;
    private static final int QUIET_LOOKS = 3;

    /** Short, because what arrives is lost and sent again after a second: by then the way around is to be open. */
    private static final long LAST_MILLIS = 300;

    private final List<Listener> all = new ArrayList<>();
    private final OwnAddresses own = new OwnAddresses();
    private final Workers workers;
    private final Limits limits;

    @Inject
    Listeners(SidecarConfig config, Workers workers, Inheritance inheritance) {
        this.workers = workers;
        this.limits = config.limits();
        try {
            open(config, inheritance);
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    /** Takes everything back at once: for a start that did not succeed. */
    void close() {
        all.forEach(Listener::stopAccepting);
        workers.close();
    }

    private void open(SidecarConfig config, Inheritance inheritance) {
        SocketPrivileges.check(config, workers.transport());
        List<ProxyProtocol> protocols = List.of(new DubboProtocol(), new TcpProtocol());
        if (config.outbound() != null) {
            all.add(Listener.open(Direction.OUTBOUND, config.outbound(), workers, inheritance, protocols, own));
        }
        for (SidecarConfig.Listen inbound : config.inbound()) {
            all.add(Listener.open(Direction.INBOUND, inbound, workers, inheritance, protocols, own));
        }
        SelfCheck.warnings(config).forEach(LOG::warn);
    }

    List<Listener> all() {
        return all;
    }

    /** The addresses bound, by the option that asked for them. */
    Map<String, String> addresses() {
        Map<String, String> addresses = new LinkedHashMap<>();
        for (Listener listener : all) {
            String address = Addresses.text(listener.address());
            String text = listener.application() == null ? address : address + "=" + listener.application();
            addresses.merge(listener.direction().word(), text, (one, other) -> one + "," + other);
        }
        return addresses;
    }

    /**
     * Tells clients to go, gives calls in flight time to end, closes what is left.
     *
     * <p>A listener that clients know is closed at once. One that gets caught connections stays open, and what comes is served: the kernel would drop
     * it otherwise, and whoever calls could not go elsewhere. It closes last, together with the way that leads to it.
     */
    void drain() {
        List<Listener> caught = all.stream()
                .filter(listener -> listener.interception().transparent())
                .toList();
        all.stream().filter(listener -> !caught.contains(listener)).forEach(Listener::stopAccepting);
        all.stream().filter(Listener::clientsCanGo).forEach(Listeners::tellToGo);
        awaitQuiet(limits.drainMillis());
        if (!caught.isEmpty()) {
            caught.forEach(Listener::stopAccepting);
            caught.forEach(Listeners::tellToGo);
            awaitQuiet(LAST_MILLIS);
        }
        all.forEach(listener -> listener.onEveryLane(Lane::close));
    }

    private static void tellToGo(Listener listener) {
        listener.onEveryLane(lane -> lane.announce(true));
    }

    /** Waits until several looks in a row find nothing in flight: clients may have sent calls before they were told to go. */
    private void awaitQuiet(long atMostMillis) {
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(atMostMillis);
        int quiet = 0;
        while (quiet < QUIET_LOOKS && System.nanoTime() < deadline) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(LOOK_MILLIS));
            quiet = inFlight() == 0 ? quiet + 1 : 0;
        }
    }

    /** Calls and connections of all listeners that are not done yet. Asks every loop and waits for it. */
    int inFlight() {
        return all.stream().mapToInt(Listener::inFlight).sum();
    }
}
