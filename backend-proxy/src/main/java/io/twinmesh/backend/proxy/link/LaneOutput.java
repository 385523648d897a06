package io.twinmesh.backend.proxy.link;

import io.netty.channel.Channel;
import io.twinmesh.api.Internal;
import io.twinmesh.backend.proxy.wire.FieldWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Takes what a lane has to say to its successor: its connections by numbers, and fields about them. Lifecycle: filled by one lane while its
 * worker stands still. Threads: the worker's loop.
 */
@Internal(since = "0.2")
public final class LaneOutput {

    static final int LANE = 1;
    static final int CONNECTION = 2;
    static final int UNWRITTEN = 1;
    static final int CLOSING = 2;
    static final int OUTPUT_ENDS = 3;
    static final int SHARED_AT = 4;
    static final int SHARED_BYTES = 5;

    private static final int SHARED_LEAST = 4 << 10;

    private final FieldWriter record;
    private final boolean moving;
    private final @Nullable SharedBytes shared;
    private final List<Movable> connections = new ArrayList<>();

    /**
     * Writes to a record.
     *
     * @param shared where much of what peers have not read goes, null for none
     */
    public LaneOutput(FieldWriter record, @Nullable SharedBytes shared) {
        this(record, true, shared);
    }

    /** Writes to a record what it would if the lane moved, but for what peers have not read. */
    public static LaneOutput rehearsed(FieldWriter record) {
        return new LaneOutput(record, false, null);
    }

    private LaneOutput(FieldWriter record, boolean moving, @Nullable SharedBytes shared) {
        this.record = record;
        this.moving = moving;
        this.shared = shared;
    }

    /** Numbers a connection that is open, from 0; what its peer has not read yet is sent along. */
    public int connection(Movable connection) {
        connections.add(connection);
        return connections.size() - 1;
    }

    /** Writes the lane's own fields, and behind them those of the connections that were numbered meanwhile. Called once. */
    public void fields(Consumer<FieldWriter> content) {
        record.record(LANE, content);
        for (Movable connection : connections) {
            record.record(CONNECTION, it -> {
                unwritten(it, connection);
                it.flag(CLOSING, connection.closing()).flag(OUTPUT_ENDS, connection.outputEnds());
            });
        }
    }

    private void unwritten(FieldWriter record, Movable connection) {
        int bytes = moving ? connection.unwritten() : 0;
        if (!isShared(record, connection, bytes)) {
            record.bytes(UNWRITTEN, bytes == 0 ? none -> {} : connection::copyUnwritten);
        }
    }

    private boolean isShared(FieldWriter record, Movable connection, int bytes) {
        if (shared == null || bytes < SHARED_LEAST) {
            return false;
        }
        int at = shared.reserve(bytes);
        if (at < 0) {
            return false;
        }
        connection.copyUnwritten(shared.part(at, bytes).clear());
        record.put(SHARED_AT, at).put(SHARED_BYTES, bytes);
        return true;
    }

    /** The sockets, in the order of their numbers. */
    public List<Channel> channels() {
        return connections.stream().map(Movable::channel).toList();
    }

    /**
     * Closes the sockets that went over.
     *
     * @param from the first of them
     * @param most how many
     * @return whether there are any behind them
     */
    public boolean close(int from, int most) {
        int end = Math.min(connections.size(), from + most);
        connections.subList(Math.min(from, end), end).forEach(Movable::leave);
        return end < connections.size();
    }
}
