package io.twinmesh.core.cluster;

import io.twinmesh.api.model.Endpoint;
import io.twinmesh.api.model.EndpointHealth;
import io.twinmesh.api.upgrade.StateReader;
import io.twinmesh.api.upgrade.StateWriter;

/**
 * What is known of an endpoint, on its way to the next process.
 *
 * @param endpoint its address
 * @param healthAge how long it has been in this health, in nanoseconds
 * @param ejectedFor how long it stays ejected, in nanoseconds; 0 if it is not
 * @param failures in a row
 * @param ejections so far that are not forgotten yet
 * @param backFor how long it has been back since the time in which one of them was forgotten, in nanoseconds; 0 if it is ejected
 */
record CarriedEndpoint(
        Endpoint endpoint,
        EndpointHealth health,
        long healthAge,
        long ejectedFor,
        int failures,
        int ejections,
        long backFor) {

    static CarriedEndpoint of(EndpointState state) {
        long now = System.nanoTime();
        return new CarriedEndpoint(
                state.endpoint(),
                state.health(),
                state.healthAge(now),
                state.ejectedFor(now),
                state.failures(),
                state.ejections(now),
                state.backFor(now) % EndpointState.INTERVAL_NANOS);
    }

    StateWriter part() {
        return new StateWriter()
                .text(1, endpoint.address())
                .number(2, endpoint.port())
                .text(3, health.name())
                .number(4, healthAge)
                .number(5, ejectedFor)
                .number(6, failures)
                .number(7, ejections)
                .number(8, backFor);
    }

    static CarriedEndpoint of(StateReader part) {
        return new CarriedEndpoint(
                Endpoint.of(part.text(1), part.number(2, 0, 0xffff)),
                part.word(3, EndpointHealth.class),
                time(part, 4),
                time(part, 5),
                part.number(6, 0, Integer.MAX_VALUE),
                part.number(7, 0, Integer.MAX_VALUE),
                part.has(8) ? time(part, 8) : 0);
    }

    /** Up to a hundred years: sums with it stay numbers. */
    private static long time(StateReader part, int field) {
        long time = part.number(field);
        if (time < 0 || time > 100L * 365 * 86_400 * 1_000_000_000) {
            throw part.refused(time + " ns in field " + field, "0 to a hundred years");
        }
        return time;
    }
}
