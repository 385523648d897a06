package io.twinmesh.backend.proxy.link;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.twinmesh.api.Internal;
import io.twinmesh.backend.proxy.wire.FieldWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Takes what a lane has to say to its successor: its connections by numbers, and fields about them. Lifecycle: filled by one lane while its
 * worker stands still, then {@link #leave} or {@link #stay}. Threads: the worker's loop.
 */
@Internal(since = "0.2")
public final class LaneOutput {

    static final int LANE = 1;
    static final int CONNECTION = 2;
    static final int UNWRITTEN = 1;
    static final int CLOSING = 2;
    static final int OUTPUT_ENDS = 3;

    private final FieldWriter record;
    private final boolean moving;
    private final List<Movable> connections = new ArrayList<>();
    private final List<ByteBuf> unwritten = new ArrayList<>();

    /**
     * Writes to a record.
     *
     * @param moving false to rehearse: then without what peers have not read
     */
    public LaneOutput(FieldWriter record, boolean moving) {
        this.record = record;
        this.moving = moving;
    }

    /** Numbers a connection that is open, from 0, and sends along what its peer has not read yet. */
    public int connection(Movable connection) {
        connections.add(connection);
        unwritten.add(moving ? connection.unwritten() : Unpooled.EMPTY_BUFFER);
        return connections.size() - 1;
    }

    /** Writes the lane's own fields, and behind them those of the connections that were numbered meanwhile. Called once. */
    public void fields(Consumer<FieldWriter> content) {
        record.record(LANE, content);
        for (int i = 0; i < connections.size(); i++) {
            Movable connection = connections.get(i);
            ByteBuf rest = unwritten.get(i);
            record.record(
                    CONNECTION,
                    it -> it.put(UNWRITTEN, rest)
                            .flag(CLOSING, connection.closing())
                            .flag(OUTPUT_ENDS, connection.outputEnds()));
        }
    }

    /** The sockets, in the order of their numbers. */
    public List<Channel> channels() {
        return connections.stream().map(Movable::channel).toList();
    }

    /** The connections stay here after all. */
    public void stay() {
        unwritten.forEach(ByteBuf::release);
    }

    /** The connections go on in the successor. Followed by {@link #close}. */
    public void leave() {
        unwritten.forEach(ByteBuf::release);
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
