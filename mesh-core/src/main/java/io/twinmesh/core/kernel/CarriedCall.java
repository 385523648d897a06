package io.twinmesh.core.kernel;

import io.twinmesh.api.Decision;
import io.twinmesh.api.Decision.Admit;
import io.twinmesh.api.Decision.Forward;
import io.twinmesh.api.Decision.Pass;
import io.twinmesh.api.Direction;
import io.twinmesh.api.MethodKey;
import io.twinmesh.api.Protocol;
import io.twinmesh.api.model.Endpoint;
import io.twinmesh.api.upgrade.CarriedState;
import io.twinmesh.api.upgrade.StateReader;
import io.twinmesh.api.upgrade.StateWriter;
import org.jspecify.annotations.Nullable;

/**
 * A call in flight on its way from one process to the next.
 *
 * @param route id of the route it took, empty if none
 * @param entered whether it holds a place in its cluster's limit
 * @param ageNanos time since it was let through
 * @param permit what its throttlers gave it, or null if nothing
 */
record CarriedCall(
        Direction direction,
        Protocol protocol,
        MethodKey key,
        String route,
        Decision decision,
        boolean entered,
        long ageNanos,
        @Nullable CarriedState permit) {

    private static final int VERSION = 1;

    CarriedState state() {
        StateWriter fields = new StateWriter()
                .text(1, direction.name())
                .text(2, protocol.name())
                .text(3, key.service())
                .text(4, key.version())
                .text(5, key.method())
                .texts(6, key.parameterTypes())
                .text(7, route)
                .flag(8, entered)
                .number(9, ageNanos);
        if (decision instanceof Forward forward) {
            write(fields.text(10, forward.cluster()), forward.endpoint());
        } else if (decision instanceof Pass pass) {
            write(fields, pass.endpoint());
        }
        if (permit != null) {
            fields.number(13, permit.version()).bytes(14, permit.bytes());
        }
        return fields.state(VERSION);
    }

    private static void write(StateWriter fields, Endpoint endpoint) {
        fields.text(11, endpoint.address()).number(12, endpoint.port());
    }

    static CarriedCall of(CarriedState state) {
        StateReader fields = StateReader.of("call", state, VERSION);
        return new CarriedCall(
                fields.word(1, Direction.class),
                fields.word(2, Protocol.class),
                MethodKey.of(fields.text(3), fields.text(4), fields.text(5), fields.texts(6)),
                fields.text(7),
                decision(fields),
                fields.flag(8),
                age(fields),
                permit(fields));
    }

    private static Decision decision(StateReader fields) {
        String cluster = fields.textOrNull(10);
        String address = fields.textOrNull(11);
        if (cluster == null && address == null) {
            return Admit.ADMIT;
        }
        Endpoint endpoint = Endpoint.of(fields.text(11), fields.number(12, 0, 0xffff));
        return cluster == null ? new Pass(endpoint) : new Forward(cluster, endpoint);
    }

    private static long age(StateReader fields) {
        long age = fields.number(9);
        if (age < 0) {
            throw fields.refused("age " + age, "0 or more");
        }
        return age;
    }

    private static @Nullable CarriedState permit(StateReader fields) {
        long version = fields.numberOr(13, 0);
        return version == 0 ? null : new CarriedState(fields.number(13, 1, Integer.MAX_VALUE), fields.bytes(14));
    }
}
