package io.twinmesh.backend.proxy;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.twinmesh.backend.proxy.link.Adoption;
import io.twinmesh.backend.proxy.link.Counter;
import io.twinmesh.backend.proxy.link.LaneInput;
import io.twinmesh.backend.proxy.link.LaneOutput;
import io.twinmesh.backend.proxy.link.Transport;
import io.twinmesh.backend.proxy.link.Worker;
import io.twinmesh.backend.proxy.wire.FieldReader;
import java.util.List;

/** Connections that have not said yet which protocol they speak, on their way to a successor. */
final class WaitingCarrier {

    private static final int WAITING = 1;
    private static final int CONNECTION = 1;
    private static final int FIRST = 2;

    private WaitingCarrier() {}

    static void carry(Lanes lanes, LaneOutput output) {
        output.fields(fields -> lanes.waiting()
                .forEach(waiting -> fields.record(
                        WAITING,
                        record -> record.put(CONNECTION, output.connection(waiting))
                                .put(FIRST, waiting.first()))));
    }

    /** Puts a detector on each when they are opened. */
    static Adoption adopt(Lanes lanes, Worker worker, boolean transparent, LaneInput input) {
        List<FieldReader> records = input.fields().records(WAITING);
        records.forEach(record -> input.connection(record, CONNECTION));
        return new Adoption() {
            @Override
            public void open() {
                records.forEach(record -> WaitingCarrier.open(lanes, worker, transparent, input, record));
            }

            @Override
            public void forget() {}
        };
    }

    private static void open(Lanes lanes, Worker worker, boolean transparent, LaneInput input, FieldReader record) {
        Channel channel = input.channel(input.connection(record, CONNECTION));
        if (!channel.isActive()) { // reset by its client while no process had it
            Transport.discard(channel);
            return;
        }
        worker.counters().add(Counter.DOWNSTREAM_ACCEPTED, -1);
        lanes.scope().adopted(channel);
        channel.pipeline().addLast(new Detector(lanes, worker, transparent));
        if (channel.isRegistered()) {
            channel.pipeline().fireChannelActive(); // Netty said so when nobody listened
        } else {
            worker.loop().register(channel);
        }
        ByteBuf first = record.bytes(FIRST);
        if (first.isReadable()) {
            channel.pipeline().fireChannelRead(channel.alloc().buffer().writeBytes(first));
        }
        channel.config().setAutoRead(true);
    }
}
