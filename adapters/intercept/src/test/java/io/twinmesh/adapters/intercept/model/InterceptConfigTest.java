package io.twinmesh.adapters.intercept.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.twinmesh.api.Direction;
import io.twinmesh.api.config.MeshConfigurationException;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class InterceptConfigTest {

    private final Outbound outbound = new Outbound(15001, Ports.ALL, Ports.ALL, List.of(1337L), List.of());
    private final Inbound inbound = new Inbound(15006, Ports.of(20880), List.of(), false);

    private static void assertRefused(String subject, Executable making) {
        assertEquals(
                subject, assertThrows(MeshConfigurationException.class, making).subject());
    }

    private InterceptConfig config(Outbound out, Inbound in, int table, int preference) {
        return new InterceptConfig(
                Tool.AUTO, Set.of(Family.IPV4), out, in, Marks.USUAL, false, table, preference, Set.of());
    }

    @Test
    void whatContradictsItselfIsRefused() {
        assertRefused("directions", () -> config(null, null, 100, 1000));
        assertRefused("table", () -> config(outbound, null, 254, 1000));
        assertRefused("table", () -> config(outbound, null, 0, 1000));
        assertRefused("pref", () -> config(outbound, null, 100, 0));
        assertRefused("pref", () -> config(outbound, null, 100, 32765));
        assertRefused("marks", () -> new Marks(1, 1, 3));
        assertRefused("marks", () -> new Marks(0, 1, 3));
        assertRefused("interface", () -> new Inbound(15006, Ports.ALL, List.of("eth0; reboot"), false));
        assertRefused("interface", () -> new Inbound(15006, Ports.ALL, List.of("lo"), false));
        assertRefused("inbound", () -> new Inbound(15006, Ports.NONE, List.of(), false));
        assertRefused("outbound", () -> new Outbound(15001, Ports.NONE, Ports.ALL, List.of(), List.of()));
        assertRefused("uid", () -> new Outbound(15001, Ports.ALL, Ports.ALL, List.of(-1L), List.of()));
        assertRefused("application-uid", () -> new Outbound(15001, Ports.ALL, Ports.ALL, List.of(5L), List.of(4L, 5L)));
        Ports tooMany = Ports.parse("1,3,5,7,9,11,13,15");
        assertRefused("source-ports", () -> new Outbound(15001, Ports.ALL, tooMany, List.of(), List.of()));
        assertRefused("with", () -> Tool.of("ipchains"));
    }

    @Test
    void aDirectionCanBeLeftOut() {
        InterceptConfig both = config(outbound, inbound, 100, 1000);

        assertEquals(Set.of(Direction.OUTBOUND, Direction.INBOUND), both.directions());
        assertEquals(config(null, inbound, 100, 1000), both.only(Set.of(Direction.INBOUND)));
        assertEquals(both, both.only(both.directions()));
        assertNull(both.only(Set.of()));
    }
}
