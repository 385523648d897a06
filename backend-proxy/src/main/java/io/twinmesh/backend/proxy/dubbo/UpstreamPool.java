package io.twinmesh.backend.proxy.dubbo;

import io.twinmesh.api.model.Endpoint;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The connections of one lane to its endpoints. */
final class UpstreamPool {

    private final DubboLane lane;
    private final @Nullable InetAddress source;
    private final Map<Endpoint, Upstream[]> connections = new HashMap<>();

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
    }

    /** Nobody uses them any more: closes each when everything written has gone out. */
    void end() {
        all().forEach(Upstream::end);
    }

    void close() {
        all().forEach(Upstream::close);
    }

    private List<Upstream> all() {
        List<Upstream> all = new ArrayList<>();
        connections.values().forEach(each -> all.addAll(List.of(each)));
        return all;
    }
}
