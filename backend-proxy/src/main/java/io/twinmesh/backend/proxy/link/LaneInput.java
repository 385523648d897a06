package io.twinmesh.backend.proxy.link;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.twinmesh.api.Internal;
import io.twinmesh.api.upgrade.UpgradeRefusedException;
import io.twinmesh.backend.proxy.wire.FieldReader;
import java.util.ArrayList;
import java.util.List;

/**
 * What a predecessor's {@link LaneOutput} said, with the sockets. Threads: one until the loop of the worker that adopts takes it over.
 */
@Internal(since = "0.2")
public final class LaneInput {

    private final FieldReader fields;
    private final List<FieldReader> connections;
    private final List<Channel> channels;
    private final List<Link> adopted = new ArrayList<>();
    private final List<Integer> numbers = new ArrayList<>();

    /**
     * Pairs a record with its sockets.
     *
     * @throws UpgradeRefusedException if there are more or fewer sockets than the record says, or it says no clear thing of one
     */
    public LaneInput(FieldReader record, List<Channel> channels) {
        this(record.record(LaneOutput.LANE), record.records(LaneOutput.CONNECTION), channels);
        if (connections.size() != channels.size()) {
            throw new UpgradeRefusedException(
                    "lane", channels.size() + " sockets", connections.size() + ", as many as it has connections");
        }
        connections.forEach(LaneInput::check);
    }

    /** What would be noticed too late otherwise, when the connection is open. */
    private static void check(FieldReader connection) {
        connection.flag(LaneOutput.CLOSING);
        connection.flag(LaneOutput.OUTPUT_ENDS);
    }

    /** A record without its sockets: what it says can be built, and not opened. */
    public static LaneInput rehearsed(FieldReader record) {
        return new LaneInput(record.record(LaneOutput.LANE), record.records(LaneOutput.CONNECTION), List.of());
    }

    private LaneInput(FieldReader fields, List<FieldReader> connections, List<Channel> channels) {
        this.fields = fields;
        this.connections = connections;
        this.channels = channels;
    }

    /** How many connections a lane's record names, and so how many sockets belong to it. */
    public static int connections(FieldReader record) {
        return record.records(LaneOutput.CONNECTION).size();
    }

    /** The lane's own fields. */
    public FieldReader fields() {
        return fields;
    }

    /** The connection that a field of a record names by number. */
    public int connection(FieldReader record, int field) {
        return record.number(field, 0, connections.size() - 1);
    }

    /** The socket of a connection, for what has to be set before it is used. */
    public Channel channel(int connection) {
        return channels.get(connection);
    }

    /**
     * That the sockets can be opened on a worker's loop.
     *
     * @throws UpgradeRefusedException if one is on another
     */
    public void check(Worker worker) {
        for (Channel channel : channels) {
            if (channel.isRegistered() && channel.eventLoop() != worker.loop()) {
                throw new UpgradeRefusedException("socket ahead", "on another worker", "the worker of its lane");
            }
        }
    }

    /** Puts a conversation on a connection; nothing is read yet. On the worker's loop. */
    public Link adopt(int connection, Worker worker, Conversation conversation) {
        Link link = Link.adopt(channels.get(connection), worker, conversation);
        adopted.add(link);
        numbers.add(connection);
        return link;
    }

    /** Everything is in its place: what was not written is, and reading begins. On the worker's loop. */
    public void begin(Worker worker) {
        for (int i = 0; i < adopted.size(); i++) {
            FieldReader connection = connections.get(numbers.get(i));
            adopted.get(i)
                    .begin(
                            unwritten(connection, worker),
                            connection.flag(LaneOutput.CLOSING),
                            connection.flag(LaneOutput.OUTPUT_ENDS));
        }
    }

    private static ByteBuf unwritten(FieldReader connection, Worker worker) {
        ByteBuf view = connection.bytes(LaneOutput.UNWRITTEN);
        return view.isReadable()
                ? worker.transport().allocator().buffer(view.readableBytes()).writeBytes(view)
                : Unpooled.EMPTY_BUFFER;
    }
}
