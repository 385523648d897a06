package io.twinmesh.adapters.intercept;

import io.twinmesh.adapters.intercept.model.Family;
import io.twinmesh.adapters.intercept.model.Inbound;
import io.twinmesh.adapters.intercept.model.InterceptConfig;
import io.twinmesh.adapters.intercept.model.Marks;
import io.twinmesh.adapters.intercept.model.Outbound;
import io.twinmesh.adapters.intercept.model.Ports;
import io.twinmesh.adapters.intercept.model.Tool;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** Configurations that tests start from. */
final class Configs {

    static final Ports CLIENTS = Ports.parse("32768-60999");

    private Configs() {}

    /** Caught: what goes out to these ports. */
    static InterceptConfig outbound(Tool tool, String ports) {
        return of(tool, outbound(ports), null);
    }

    static Outbound outbound(String ports) {
        return new Outbound(15001, Ports.parse(ports), CLIENTS, List.of(1337L), List.of());
    }

    /** Caught: what comes in to these ports. */
    static InterceptConfig inbound(Tool tool, String ports, boolean keep) {
        return of(tool, null, new Inbound(keep ? 15007 : 15006, Ports.parse(ports), List.of(), keep));
    }

    static InterceptConfig of(Tool tool, Outbound outbound, Inbound inbound) {
        return new InterceptConfig(
                tool, EnumSet.allOf(Family.class), outbound, inbound, Marks.USUAL, false, 100, 1000, Set.of());
    }
}
