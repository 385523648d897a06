package io.twinmesh.backend.proxy.tcp;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelOption;
import io.twinmesh.api.model.Endpoint;
import io.twinmesh.backend.proxy.link.Adoption;
import io.twinmesh.backend.proxy.link.Conversation;
import io.twinmesh.backend.proxy.link.LaneInput;
import io.twinmesh.backend.proxy.link.LaneOutput;
import io.twinmesh.backend.proxy.link.Link;
import io.twinmesh.backend.proxy.wire.FieldReader;
import io.twinmesh.backend.proxy.wire.FieldWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Connections that are passed through, on their way to a successor: both sides move, as one record. */
final class TcpCarrier {

    private static final int PAIR = 1;
    private static final int DOWNSTREAM = 1;
    private static final int ASKED = 2;
    private static final int CALL = 3;
    private static final int ADDRESS = 4;
    private static final int PORT = 5;
    private static final int UPSTREAM = 6;
    private static final int FIRST = 7;
    private static final int INPUT_ENDED = 8;
    private static final int OUTPUT_ENDED = 9;
    private static final int WAITS = 10;

    private final TcpLane lane;

    TcpCarrier(TcpLane lane) {
        this.lane = lane;
    }

    /**
     * One pair, as it was and as it will be.
     *
     * @param upstreamConnection number of its connection, or -1 if there is none
     * @param waits whether its connection is still to be opened
     */
    private record Pair(
            TcpDownstream downstream,
            int connection,
            @Nullable TcpUpstream upstream,
            int upstreamConnection,
            boolean waits) {}

    void carry(LaneOutput output, Set<TcpDownstream> open) {
        output.fields(fields -> open.forEach(pair -> fields.record(PAIR, record -> carry(output, record, pair))));
    }

    private void carry(LaneOutput output, FieldWriter record, TcpDownstream pair) {
        record.put(DOWNSTREAM, output.connection(pair.link())).flag(ASKED, pair.asked());
        TcpUpstream upstream = pair.upstream();
        if (upstream != null) {
            carry(output, record, pair, upstream);
        }
    }

    private void carry(LaneOutput output, FieldWriter record, TcpDownstream pair, TcpUpstream upstream) {
        Endpoint target = Objects.requireNonNull(pair.target());
        record.put(CALL, lane.worker().kernel().carry(pair.call()))
                .put(ADDRESS, target.address())
                .put(PORT, target.port())
                .flag(INPUT_ENDED, upstream.inputHasEnded())
                .flag(OUTPUT_ENDED, upstream.outputHasEnded())
                .flag(WAITS, upstream.waits());
        ByteBuf first = upstream.first();
        Link link = upstream.link();
        if (first != null) {
            record.put(FIRST, first);
        } else if (link != null) {
            record.put(UPSTREAM, output.connection(link));
        }
    }

    Adoption adopt(LaneInput input) {
        Pairs pairs = new Pairs(input);
        try {
            input.fields().records(PAIR).forEach(record -> pairs.all.add(pair(input, record)));
            return pairs;
        } catch (RuntimeException e) {
            pairs.forget();
            throw e;
        }
    }

    /** Pairs that are not open yet. */
    private final class Pairs implements Adoption {

        private final LaneInput input;
        private final List<Pair> all = new ArrayList<>();

        Pairs(LaneInput input) {
            this.input = input;
        }

        @Override
        public void open() {
            all.forEach(pair -> TcpCarrier.this.open(input, pair));
            input.begin(lane.worker());
            all.stream().filter(Pair::waits).forEach(pair -> pair.downstream().thawed());
        }

        @Override
        public void forget() {
            all.forEach(pair -> pair.downstream().moved());
        }
    }

    private Pair pair(LaneInput input, FieldReader record) {
        TcpDownstream downstream = new TcpDownstream(lane);
        int connection = input.connection(record, DOWNSTREAM);
        if (!record.has(CALL)) {
            downstream.asked(record.flag(ASKED));
            return new Pair(downstream, connection, null, -1, false);
        }
        Endpoint endpoint = endpoint(record);
        int other = record.has(UPSTREAM) ? input.connection(record, UPSTREAM) : -1;
        lane.worker().kernel().resume(record.state(CALL), downstream.call());
        TcpUpstream upstream = downstream.goesTo(endpoint, first(record));
        upstream.ended(record.flag(INPUT_ENDED), record.flag(OUTPUT_ENDED));
        return new Pair(downstream, connection, upstream, other, record.flag(WAITS));
    }

    private static Endpoint endpoint(FieldReader record) {
        return Endpoint.of(record.text(ADDRESS), record.number(PORT, 0, 65_535));
    }

    private @Nullable ByteBuf first(FieldReader record) {
        return record.has(FIRST)
                ? lane.worker().transport().allocator().buffer().writeBytes(record.bytes(FIRST))
                : null;
    }

    private void open(LaneInput input, Pair pair) {
        lane.entered(pair.downstream());
        open(input, pair.connection(), pair.downstream());
        lane.scope().adopted(input.channel(pair.connection()));
        TcpUpstream upstream = pair.upstream();
        if (upstream != null && pair.waits()) {
            upstream.hold();
        } else if (upstream != null && pair.upstreamConnection() >= 0) {
            upstream.adopted();
            open(input, pair.upstreamConnection(), upstream);
        }
    }

    private void open(LaneInput input, int connection, Conversation conversation) {
        input.channel(connection).config().setOption(ChannelOption.ALLOW_HALF_CLOSURE, true);
        input.adopt(connection, lane.worker(), conversation);
    }
}
