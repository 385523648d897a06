package io.twinmesh.backend.proxy.upgrade;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.twinmesh.backend.proxy.wire.FieldWriter;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.function.ToIntFunction;

/** Copies of sockets that went over before the standstill, by the side that gives; the offer names them by number. Threads: one. */
final class AheadSent {

    /** Field of an offer: for every socket of it, in order, its number among those sent ahead, or {@link #FRESH}. Four bytes each. */
    static final int NUMBERS = 3;

    /** A socket that comes with the offer. */
    static final int FRESH = -1;

    /** Field of AHEAD: how many follow on the second connection. */
    static final int COUNT = 1;

    /** Field of AHEAD: for every socket, in order, the number of the worker it is on. Four bytes each. May be missing. */
    static final int WORKERS = 2;

    private final IdentityHashMap<Channel, Integer> numbers = new IdentityHashMap<>();

    /** None: everything comes with the offer. */
    AheadSent() {}

    /** Sends them, and waits until they have arrived. */
    static AheadSent send(Wire wire, Estate estate, long millis) throws BrokenOffException {
        AheadSent sent = new AheadSent();
        List<Channel> sockets = estate.connections();
        sockets.forEach(socket -> sent.numbers.put(socket, sent.numbers.size()));
        wire.send(Kind.AHEAD, fields -> fields.put(COUNT, sockets.size()).put(WORKERS, all(sockets, estate::worker)));
        wire.sendSockets(sockets, millis);
        wire.receive(Kind.ARRIVED, millis).release();
        return sent;
    }

    void write(FieldWriter offer, List<Channel> sockets) {
        offer.put(NUMBERS, all(sockets, socket -> numbers.getOrDefault(socket, FRESH)));
    }

    private static ByteBuf all(List<Channel> sockets, ToIntFunction<Channel> number) {
        ByteBuf all = Unpooled.buffer(sockets.size() * Integer.BYTES);
        sockets.forEach(socket -> all.writeInt(number.applyAsInt(socket)));
        return all;
    }

    /** Those that still have to be sent. */
    List<Channel> fresh(List<Channel> sockets) {
        return sockets.stream().filter(socket -> !numbers.containsKey(socket)).toList();
    }
}
