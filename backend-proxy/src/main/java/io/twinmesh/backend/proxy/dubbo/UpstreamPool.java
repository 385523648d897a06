package io.twinmesh.backend.proxy.dubbo;

import io.twinmesh.api.Kernel;
import io.twinmesh.api.model.Endpoint;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The connections of one lane to its endpoints. Those to endpoints that no cluster contains any more are closed when their calls have ended;
 * the kernel is asked only about connections that were not used for a while, and only after a change.
 */
final class UpstreamPool {

    private static final int UNUSED_SWEEPS = 5;

    private final DubboLane lane;
    private final @Nullable InetAddress source;
    private final Map<Endpoint, Upstream[]> connections = new HashMap<>();
    private final List<Upstream> leaving = new ArrayList<>();

    /**
     * None yet.
     *
     * @param source the address they come from, or null for the sidecar's
     */
    UpstreamPool(DubboLane lane, @Nullable InetAddress source) {
        this.lane = lane;
        this.source = source;
    }

    /**
     * A connection to an endpoint; it opens when it is used.
     *
     * @param spread clients with different numbers are spread over the connections there may be
     */
    Upstream of(Endpoint endpoint, int spread) {
        Upstream[] all = connections.get(endpoint);
        if (all == null) {
            all = create(endpoint);
        }
        return all.length == 1 ? all[0] : all[Math.floorMod(spread, all.length)];
    }

    /** The place of a connection that another process opened: a vacant one, or one for as long as its calls take. */
    Upstream adopt(Endpoint endpoint) {
        of(endpoint, 0);
        for (Upstream upstream : connections.getOrDefault(endpoint, new Upstream[0])) {
            if (upstream.reserve()) {
                return upstream;
            }
        }
        Upstream extra = new Upstream(lane, endpoint, source);
        extra.onlyFinishes();
        extra.reserve();
        leaving.add(extra);
        return extra;
    }

    /** Every connection goes on in another process. */
    void moved() {
        all().forEach(Upstream::moved);
        connections.clear();
        leaving.clear();
    }

    private Upstream[] create(Endpoint endpoint) {
        Upstream[] all = new Upstream[lane.limits().connectionsPerEndpoint()];
        for (int i = 0; i < all.length; i++) {
            all[i] = new Upstream(lane, endpoint, source);
        }
        connections.put(endpoint, all);
        return all;
    }

    void sweep() {
        for (Upstream upstream : all()) {
            upstream.sweep();
        }
        leaving.removeIf(Upstream::closeIdle);
        if (!lane.scope().inbound()) {
            retire();
        }
    }

    private void retire() {
        Kernel kernel = lane.worker().kernel();
        long version = kernel.endpointsVersion();
        Set<Endpoint> unsure = new HashSet<>();
        connections.forEach((endpoint, all) -> {
            boolean idle = Arrays.stream(all).allMatch(each -> each.unsure(version, UNUSED_SWEEPS));
            if (idle && !lane.isPassedTo(endpoint)) {
                unsure.add(endpoint);
            }
        });
        if (!unsure.isEmpty()) {
            retire(unsure, kernel.absent(unsure), version);
        }
    }

    /** Remembers what is known; what is absent and has no calls is closed, what has some is asked about again. */
    private void retire(Set<Endpoint> asked, Set<Endpoint> absent, long version) {
        for (Endpoint endpoint : asked) {
            Upstream[] all = Objects.requireNonNull(connections.get(endpoint));
            if (!absent.contains(endpoint)) {
                Arrays.stream(all).forEach(each -> each.known(version));
            } else if (Arrays.stream(all).allMatch(Upstream::quiet)) {
                Arrays.stream(all).forEach(Upstream::retire);
                connections.remove(endpoint);
            }
        }
    }

    /** Nobody uses them any more: closes each when everything written has gone out. */
    void end() {
        all().forEach(Upstream::end);
    }

    void close() {
        all().forEach(Upstream::close);
    }

    List<Upstream> all() {
        List<Upstream> all = new ArrayList<>(leaving);
        connections.values().forEach(each -> all.addAll(List.of(each)));
        return all;
    }
}
