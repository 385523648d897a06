package io.twinmesh.core.cluster;

import io.twinmesh.api.model.EndpointHealth;
import io.twinmesh.api.routing.MeshStatus.EndpointStatus;
import java.util.Arrays;
import java.util.function.Predicate;

/** The endpoints a load balancer picks among: rows of a set that have a weight, and what it may know of them. Not final: tests count the questions. */
class Members {

    private final EndpointSet set;
    private final int[] rows;
    private final boolean sameWeight;

    Members(EndpointSet set, int[] rows) {
        this.set = set;
        this.rows =
                Arrays.stream(rows).filter(row -> set.columns().weight(row) > 0).toArray();
        this.sameWeight =
                Arrays.stream(this.rows).map(set.columns()::weight).distinct().count() <= 1;
    }

    int size() {
        return rows.length;
    }

    boolean usable(int member) {
        return set.usable(rows[member]);
    }

    int weight(int member) {
        return set.columns().weight(rows[member]);
    }

    boolean sameWeight() {
        return sameWeight;
    }

    int active(int member) {
        return set.active(rows[member]);
    }

    EndpointState state(int member) {
        return set.state(rows[member]);
    }

    /** What there is to say of a member; nothing is kept of one that was never used. */
    EndpointStatus status(int member) {
        EndpointState known = set.known(rows[member]);
        return known == null
                ? new EndpointStatus(set.columns().endpoint(rows[member]), EndpointHealth.HEALTHY, false, 0)
                : new EndpointStatus(known.endpoint(), known.health(), known.isEjected(), known.active());
    }

    /** Names an endpoint the same way in every process: {@code address:port}. */
    String name(int member) {
        return set.columns().address(rows[member]) + ":" + set.columns().port(rows[member]);
    }

    /** The first usable member from here on, around the end; the given one if none is usable: better a draining endpoint than none. */
    int usableFrom(int member) {
        int size = rows.length;
        for (int step = 0, at = member; step < size; step++, at = at + 1 == size ? 0 : at + 1) {
            if (usable(at)) {
                return at;
            }
        }
        return member;
    }

    /** The first member from here on that is not excluded: a usable one, else any; negative if there is none. */
    int otherFrom(int member, Predicate<EndpointState> excluded) {
        int any = -1;
        for (int step = 0; step < rows.length; step++) {
            int at = (member + step) % rows.length;
            if (!excluded.test(state(at))) {
                if (usable(at)) {
                    return at;
                }
                any = any < 0 ? at : any;
            }
        }
        return any;
    }
}
