package io.twinmesh.backend.proxy.upgrade;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.twinmesh.backend.proxy.link.SharedBytes;
import io.twinmesh.backend.proxy.wire.FieldWriter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Copies of sockets that went over before the standstill, by the side that gives; the offer names them by number. Threads: one. */
final class AheadSent {

    private static final Logger LOG = LoggerFactory.getLogger(AheadSent.class);

    /** Field of an offer: for every socket of it, in order, its number among those sent ahead, or {@link #FRESH}. Four bytes each. */
    static final int NUMBERS = 3;

    /** A socket that comes with the offer. */
    static final int FRESH = -1;

    /** Field of AHEAD: how many follow on the second connection. */
    static final int COUNT = 1;

    /** Field of AHEAD: for every socket, in order, the number of the worker it is on. Four bytes each. May be missing. */
    static final int WORKERS = 2;

    /** Field of AHEAD: the file of shared memory. May be missing. */
    static final int SHARED = 3;

    /** For as many sockets more the other side has one step's time more to put them on its loops: an allowance, not a measure. */
    private static final int AT_A_STEP = 8_192;

    private static final long HELD_LEAST = 64 << 10;
    private static final long SPARE = 1 << 20;
    private static final long SHARED_MOST = 512 << 20;

    private final IdentityHashMap<Channel, Integer> numbers = new IdentityHashMap<>();
    private final @Nullable SharedBytes shared;

    private AheadSent(@Nullable SharedBytes shared) {
        this.shared = shared;
    }

    /** None: everything comes with the offer. */
    static AheadSent none() {
        return new AheadSent(null);
    }

    /**
     * Sends them, and waits until they have arrived. If much is held for peers, memory for it is shared.
     *
     * @param file where that memory is, for as long as this takes; null if the other side knows none
     */
    static AheadSent send(Wire wire, Estate estate, @Nullable Path file, long millis) throws BrokenOffException {
        AheadSent sent = new AheadSent(file == null ? null : share(file, estate.held()));
        try {
            sent.sendAll(wire, estate, file, millis);
            return sent;
        } finally {
            if (file != null) {
                Home.delete(file);
            }
        }
    }

    private void sendAll(Wire wire, Estate estate, @Nullable Path file, long millis) throws BrokenOffException {
        List<Channel> sockets = estate.connections();
        sockets.forEach(socket -> numbers.put(socket, numbers.size()));
        wire.send(
                Kind.AHEAD,
                fields -> write(fields, sockets.size(), all(sockets, estate::worker), shared == null ? null : file));
        wire.sendSockets(sockets, millis);
        wire.receive(Kind.ARRIVED, millis * (1 + sockets.size() / AT_A_STEP)).release();
    }

    /** What is announced. */
    static void write(FieldWriter ahead, int count, ByteBuf workers, @Nullable Path file) {
        ahead.put(COUNT, count).put(WORKERS, workers);
        if (file != null) {
            ahead.put(SHARED, file.toString());
        }
    }

    /** Room for what is held now and may be added; null if it is not worth it, or there is none: then the offer has it all. */
    private static @Nullable SharedBytes share(Path file, long held) {
        if (held < HELD_LEAST) {
            return null;
        }
        try {
            return SharedBytes.create(file, (int) Math.min(SHARED_MOST, held + held / 2 + SPARE));
        } catch (IOException e) {
            LOG.warn("upgrade: {} (expected: room for {} bytes; the standstill takes longer)", e.toString(), held);
            return null;
        }
    }

    /** Where much of what peers have not read goes, or null. */
    @Nullable SharedBytes shared() {
        return shared;
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
