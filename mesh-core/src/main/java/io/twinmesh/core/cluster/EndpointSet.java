package io.twinmesh.core.cluster;

import io.twinmesh.api.model.Endpoint;
import io.twinmesh.api.model.EndpointHealth;
import io.twinmesh.core.stats.CallCounters;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** One generation of a cluster's endpoints: the columns, and the state of those that were used. Threading: any thread. */
final class EndpointSet {

    private final EndpointColumns columns;
    private final AtomicReferenceArray<@Nullable EndpointState> states;
    private final Function<Endpoint, @Nullable CallCounters> counters;

    EndpointSet(
            EndpointColumns columns,
            @Nullable EndpointSet before,
            Function<Endpoint, @Nullable CallCounters> counters) {
        this.columns = columns;
        this.states = new AtomicReferenceArray<>(columns.size());
        this.counters = counters;
        if (before != null) {
            takeOver(before.used());
        }
    }

    private void takeOver(Map<Endpoint, List<EndpointState>> used) {
        for (int row = 0; row < columns.size() && !used.isEmpty(); row++) {
            List<EndpointState> known = used.get(columns.endpoint(row));
            if (known != null) {
                takeOver(row, known);
            }
        }
    }

    /** The first with the labels and the weight of the row; an endpoint that is listed twice has two. */
    private void takeOver(int row, List<EndpointState> known) {
        for (EndpointState state : known) {
            if (sameLabels(state.endpoint(), row)) {
                states.set(row, state);
                known.remove(state);
                return;
            }
        }
    }

    private boolean sameLabels(Endpoint endpoint, int row) {
        return endpoint.labels().equals(columns.labels(row)) && endpoint.weight() == columns.weight(row);
    }

    private Map<Endpoint, List<EndpointState>> used() {
        Map<Endpoint, List<EndpointState>> used = new HashMap<>();
        for (int row = 0; row < columns.size(); row++) {
            EndpointState state = states.get(row);
            if (state != null) {
                used.computeIfAbsent(state.endpoint(), endpoint -> new ArrayList<>(1))
                        .add(state);
            }
        }
        return used;
    }

    EndpointColumns columns() {
        return columns;
    }

    /** The state of a row, made now if there is none yet. */
    EndpointState state(int row) {
        EndpointState state = states.get(row);
        return state == null ? made(row) : state;
    }

    /** The state of a row that was used, or null. */
    @Nullable EndpointState known(int row) {
        return states.get(row);
    }

    private EndpointState made(int row) {
        Endpoint endpoint = columns.endpoint(row);
        states.compareAndSet(row, null, new EndpointState(endpoint, counters.apply(endpoint)));
        return Objects.requireNonNull(states.get(row));
    }

    boolean usable(int row) {
        EndpointState state = states.get(row);
        return state == null || state.usable();
    }

    int active(int row) {
        EndpointState state = states.get(row);
        return state == null ? 0 : state.active();
    }

    /** The state of those that were used. */
    List<EndpointState> states() {
        return IntStream.range(0, columns.size())
                .mapToObj(states::get)
                .filter(Objects::nonNull)
                .toList();
    }

    /** How many are ejected now. */
    int ejected() {
        int count = 0;
        for (int row = 0; row < columns.size(); row++) {
            EndpointState state = states.get(row);
            if (state != null && state.isEjected()) {
                count++;
            }
        }
        return count;
    }

    /** Notes it; returns it if the endpoint is among these, else null. */
    @Nullable EndpointHealth health(Endpoint endpoint, EndpointHealth health) {
        return note(endpoint, health, true);
    }

    /** Notes what is known from before; where that is known here, too, it is no older and no newer than it was. */
    @Nullable EndpointHealth stillOf(Endpoint endpoint, EndpointHealth health) {
        return note(endpoint, health, false);
    }

    private @Nullable EndpointHealth note(Endpoint endpoint, EndpointHealth health, boolean anew) {
        int first = columns.row(endpoint);
        for (int row = first; row >= 0; row = columns.row(endpoint, row + 1)) {
            EndpointState state = state(row);
            if (anew || state.health() != health) {
                state.health(health);
            }
        }
        return first < 0 ? null : health;
    }
}
