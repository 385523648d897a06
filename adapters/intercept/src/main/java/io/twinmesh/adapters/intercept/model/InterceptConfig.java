package io.twinmesh.adapters.intercept.model;

import io.twinmesh.api.Direction;
import io.twinmesh.api.Preview;
import io.twinmesh.api.config.MeshConfigurationException;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is to be intercepted, and how. Immutable.
 *
 * @param with by which program
 * @param families versions of IP; never empty
 * @param outbound connections of applications, or null
 * @param inbound connections to applications, or null
 * @param onlyOwnMarks true if only the sidecar's marks bypass the rules; false if every mark does
 * @param table routing table that delivers marked packets to this machine
 * @param preference of the routing rules that lead to it; the next one is used, too
 * @param open directions in which connections go direct at once where no listener takes them; in the others their packets are dropped
 */
@Preview(since = "0.2")
public record InterceptConfig(
        Tool with,
        Set<Family> families,
        @Nullable Outbound outbound,
        @Nullable Inbound inbound,
        Marks marks,
        boolean onlyOwnMarks,
        int table,
        int preference,
        Set<Direction> open) {

    public static final int USUAL_TABLE = 100;
    public static final int USUAL_PREFERENCE = 1000;
    private static final int MOST_PREFERENCE = 32764;

    /** The tables of the kernel itself: default, main and local. */
    private static final Set<Integer> RESERVED = Set.of(253, 254, 255);

    public InterceptConfig {
        families = Set.copyOf(families);
        open = Set.copyOf(open);
        if (outbound == null && inbound == null) {
            throw new MeshConfigurationException("directions", "none", "--outbound-port, --inbound-port or both");
        }
        if (families.isEmpty()) {
            throw new MeshConfigurationException("families", "none", "IPv4, IPv6 or both");
        }
        if (table < 1 || RESERVED.contains(table)) {
            throw new MeshConfigurationException("table", Integer.toString(table), "1 or more, not 253 to 255");
        }
        if (preference < 1 || preference > MOST_PREFERENCE) {
            throw new MeshConfigurationException("pref", Integer.toString(preference), "1 to " + MOST_PREFERENCE);
        }
    }

    /** The directions that are intercepted. */
    public Set<Direction> directions() {
        Set<Direction> directions = EnumSet.noneOf(Direction.class);
        if (outbound != null) {
            directions.add(Direction.OUTBOUND);
        }
        if (inbound != null) {
            directions.add(Direction.INBOUND);
        }
        return directions;
    }

    /** The same without the other directions, or null if nothing would be left. */
    public @Nullable InterceptConfig only(Set<Direction> kept) {
        Outbound out = kept.contains(Direction.OUTBOUND) ? outbound : null;
        Inbound in = kept.contains(Direction.INBOUND) ? inbound : null;
        return out == null && in == null
                ? null
                : new InterceptConfig(with, families, out, in, marks, onlyOwnMarks, table, preference, open);
    }

    /** The same by another program. */
    public InterceptConfig by(Tool tool) {
        return new InterceptConfig(tool, families, outbound, inbound, marks, onlyOwnMarks, table, preference, open);
    }

    /** The same, but open in these directions. */
    public InterceptConfig openIn(Set<Direction> directions) {
        return new InterceptConfig(
                with, families, outbound, inbound, marks, onlyOwnMarks, table, preference, directions);
    }
}
