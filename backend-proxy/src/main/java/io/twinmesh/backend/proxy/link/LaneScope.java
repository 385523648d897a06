package io.twinmesh.backend.proxy.link;

import io.twinmesh.api.Direction;
import io.twinmesh.api.Internal;
import io.twinmesh.api.model.Endpoint;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Where a lane belongs.
 *
 * @param direction which of the kernel's two questions is asked
 * @param port of the listener
 * @param application the local application, for inbound lanes
 * @param siblings runs something on every lane of the same listener, each on its own loop
 */
@Internal(since = "0.1")
public record LaneScope(
        Worker worker,
        Direction direction,
        int port,
        @Nullable Endpoint application,
        Consumer<Consumer<Lane>> siblings) {

    /** Says to every client of the listener that it drains, or no longer does. */
    public void announce(boolean draining) {
        siblings.accept(lane -> lane.announce(draining));
    }
}
