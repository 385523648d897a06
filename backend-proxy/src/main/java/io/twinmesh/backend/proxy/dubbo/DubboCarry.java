package io.twinmesh.backend.proxy.dubbo;

import io.netty.buffer.ByteBuf;
import io.twinmesh.backend.proxy.link.LaneOutput;
import io.twinmesh.backend.proxy.wire.FieldWriter;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Collection;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Objects;

/**
 * Writes what a successor needs to go on with a lane: connections on both sides with what has arrived of a frame, and every call: sent,
 * waiting for a connection, or not decided yet. Changes nothing. Lives for one standstill.
 */
final class DubboCarry {

    private final DubboLane lane;
    private final LaneOutput output;
    private final IdentityHashMap<DubboDownstream, Integer> downstreams = new IdentityHashMap<>();
    private final List<Upstream> connected = new ArrayList<>();

    DubboCarry(DubboLane lane, LaneOutput output) {
        this.lane = lane;
        this.output = output;
    }

    void write(Collection<DubboDownstream> open) {
        output.fields(fields -> {
            open.forEach(downstream -> fields.record(CarryFields.DOWNSTREAM, record -> write(record, downstream)));
            lane.allUpstreams().stream()
                    .filter(upstream -> upstream.connection() != null)
                    .forEach(upstream -> fields.record(CarryFields.UPSTREAM, record -> write(record, upstream)));
            writeCalls(fields);
        });
    }

    private void write(FieldWriter record, DubboDownstream downstream) {
        downstreams.put(downstream, downstreams.size());
        record.put(CarryFields.CONNECTION, output.connection(downstream.link()))
                .put(CarryFields.SERIALIZATION, downstream.serialization())
                .put(CarryFields.KEPT, downstream.frames().kept())
                .put(CarryFields.SKIPPING, downstream.frames().skipping())
                .flag(CarryFields.PASSING, downstream.passing())
                .flag(CarryFields.LEAVING, downstream.leaving());
    }

    private void write(FieldWriter record, Upstream upstream) {
        connected.add(upstream);
        UpstreamConnection connection = Objects.requireNonNull(upstream.connection());
        record.put(CarryFields.ADDRESS, upstream.endpoint().address())
                .put(CarryFields.PORT, upstream.endpoint().port())
                .put(CarryFields.CONNECTION, output.connection(connection.link()))
                .put(CarryFields.SERIALIZATION, connection.serialization())
                .put(CarryFields.KEPT, connection.frames().kept())
                .put(CarryFields.SKIPPING, connection.frames().skipping())
                .put(CarryFields.GENERATION, connection.slots().generation())
                .flag(CarryFields.REPORTED, upstream.reported())
                .flag(CarryFields.DRAINING, upstream.draining());
        InetAddress source = upstream.source();
        if (source != null) {
            record.put(CarryFields.SOURCE, source.getHostAddress());
        }
    }

    private void writeCalls(FieldWriter fields) {
        for (int i = 0; i < connected.size(); i++) {
            writeSent(
                    fields,
                    i,
                    Objects.requireNonNull(connected.get(i).connection()).slots());
        }
        lane.allUpstreams().forEach(upstream -> writeQueued(fields, upstream));
        downstreams.keySet().forEach(downstream -> downstream.calls().forEach(call -> writeUndecided(fields, call)));
    }

    private void writeSent(FieldWriter fields, int upstream, SlotTable slots) {
        slots.forEach(call -> {
            if (isWanted(call)) {
                fields.record(CarryFields.CALL, record -> writeSent(record, upstream, slots, call));
            }
        });
    }

    private void writeSent(FieldWriter record, int upstream, SlotTable slots, InFlight call) {
        write(record, call);
        int sweeps = Math.max(0, call.deadline - lane.worker().sweep());
        record.put(CarryFields.CALL_UPSTREAM, upstream)
                .put(CarryFields.UPSTREAM_ID, slots.id(call))
                .put(CarryFields.MILLIS_LEFT, (long) sweeps * lane.limits().sweepMillis());
        writeState(record, call);
    }

    /** What the kernel knows nothing of, or no longer, is carried without a state; its answer is passed on all the same. */
    private void writeState(FieldWriter record, InFlight call) {
        if (!call.ungoverned) {
            record.put(CarryFields.STATE, lane.worker().kernel().carry(call.call));
        }
    }

    private void writeQueued(FieldWriter fields, Upstream upstream) {
        upstream.queued().stream()
                .filter(this::isWanted)
                .forEach(call -> fields.record(CarryFields.CALL, record -> {
                    write(record, call);
                    record.put(CarryFields.CALL_ADDRESS, upstream.endpoint().address())
                            .put(CarryFields.CALL_PORT, upstream.endpoint().port())
                            .put(CarryFields.FRAME, frame(call));
                    writeState(record, call);
                }));
    }

    /** Not of a client that went away. */
    private boolean isWanted(InFlight call) {
        return call.downstream != null;
    }

    private void writeUndecided(FieldWriter fields, InFlight call) {
        if (call.place == InFlight.Place.ASIDE) {
            fields.record(CarryFields.CALL, record -> {
                write(record, call);
                record.put(CarryFields.FRAME, frame(call));
            });
        }
    }

    private static ByteBuf frame(InFlight call) {
        return Objects.requireNonNull(call.frame);
    }

    private void write(FieldWriter record, InFlight call) {
        record.put(CarryFields.CALL_DOWNSTREAM, Objects.requireNonNull(downstreams.get(call.downstream)))
                .put(CarryFields.CLIENT_ID, call.id)
                .put(CarryFields.CALL_SERIALIZATION, call.serialization)
                .flag(CarryFields.ONE_WAY, !call.twoWay)
                .put(CarryFields.CALLER_MILLIS_LEFT, lane.callerTimeouts().left(call))
                .flag(CarryFields.PASSED, call.passed);
    }
}
