package io.twinmesh.backend.proxy.link;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.twinmesh.api.Internal;
import io.twinmesh.api.upgrade.UpgradeRefusedException;
import io.twinmesh.backend.proxy.wire.FieldReader;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a predecessor's {@link LaneOutput} said, with the sockets. Threads: one until the loop of the worker that adopts takes it over.
 */
@Internal(since = "0.2")
public final class LaneInput {

    private final FieldReader fields;
    private final List<FieldReader> connections;
    private final List<Channel> channels;
    private final @Nullable SharedBytes shared;
    private final List<Link> adopted = new ArrayList<>();
    private final List<Integer> numbers = new ArrayList<>();

    /**
     * Pairs a record with its sockets.
     *
     * @param shared where much of what peers have not read is, null for nowhere
     * @throws UpgradeRefusedException if there are more or fewer sockets than the record says, or it says no clear thing of one
     */
    public LaneInput(FieldReader record, List<Channel> channels, @Nullable SharedBytes shared) {
        this(record.record(LaneOutput.LANE), record.records(LaneOutput.CONNECTION), channels, shared);
        if (connections.size() != channels.size()) {
            throw new UpgradeRefusedException(
                    "lane", channels.size() + " sockets", connections.size() + ", as many as it has connections");
        }
        connections.forEach(this::check);
    }

    /** What would be noticed too late otherwise, when the connection is open. */
    private void check(FieldReader connection) {
        unwritten(connection);
        connection.flag(LaneOutput.CLOSING);
        connection.flag(LaneOutput.OUTPUT_ENDS);
    }

    /** A record without its sockets: what it says can be built, and not opened. */
    public static LaneInput rehearsed(FieldReader record) {
        return new LaneInput(record.record(LaneOutput.LANE), record.records(LaneOutput.CONNECTION), List.of(), null);
    }

    private LaneInput(
            FieldReader fields, List<FieldReader> connections, List<Channel> channels, @Nullable SharedBytes shared) {
        this.fields = fields;
        this.connections = connections;
        this.channels = channels;
        this.shared = shared;
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
                            kept(connection, worker),
                            connection.flag(LaneOutput.CLOSING),
                            connection.flag(LaneOutput.OUTPUT_ENDS));
        }
    }

    /** What a peer has not read: a view into the record, or bytes that stay where they are. */
    private ByteBuf unwritten(FieldReader connection) {
        if (!connection.has(LaneOutput.SHARED_AT)) {
            return connection.bytes(LaneOutput.UNWRITTEN);
        }
        if (shared == null) {
            throw new UpgradeRefusedException("unwritten", "in shared memory", "in the offer, no memory is shared");
        }
        return shared.part(connection.number(LaneOutput.SHARED_AT), connection.number(LaneOutput.SHARED_BYTES));
    }

    private ByteBuf kept(FieldReader connection, Worker worker) {
        ByteBuf bytes = unwritten(connection);
        if (!bytes.isReadable() || connection.has(LaneOutput.SHARED_AT)) {
            return bytes.isReadable() ? bytes : Unpooled.EMPTY_BUFFER;
        }
        return worker.transport().allocator().buffer(bytes.readableBytes()).writeBytes(bytes);
    }
}
