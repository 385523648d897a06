package io.twinmesh.benchmarks.load;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.twinmesh.benchmarks.wire.DubboHeader;
import io.twinmesh.benchmarks.wire.EchoCall;
import io.twinmesh.benchmarks.wire.EchoFrames;

/** Writes requests and checks replies, for all connections of the load thread. */
final class Calls {

    private final Measurement measurement;
    private final InFlight inFlight = new InFlight();
    private final byte[] request;
    private final ByteBuf expectedBody;

    Calls(EchoCall call, Measurement measurement) {
        this.measurement = measurement;
        this.request = EchoFrames.request(call);
        this.expectedBody = Unpooled.directBuffer().writeBytes(EchoFrames.replyBody(call));
    }

    int requestBytes() {
        return request.length;
    }

    /** Appends one request that counts from {@code start}, in nanoseconds. */
    void write(ByteBuf out, int connection, long start) {
        if (inFlight.full()) {
            measurement.failed(1, "call: not sent (expected: fewer than " + InFlight.SLOTS + " unanswered)");
            return;
        }
        long id = inFlight.open(connection, start);
        int at = out.writerIndex();
        out.writeBytes(request);
        out.setLong(at + DubboHeader.ID_OFFSET, id);
    }

    /** Checks the reply that starts at {@code at} and arrived at {@code nanos}; returns whether a call has ended. */
    boolean reply(int connection, ByteBuf in, int at, int bytes, long nanos) {
        long id = DubboHeader.id(in, at);
        if (!inFlight.expects(connection, id)) {
            measurement.failed(1, "reply id: " + id + " (expected: a call in flight on this connection)");
            return false;
        }
        long start = inFlight.close(id);
        verify(in, at, bytes, start, nanos);
        return true;
    }

    int waiting() {
        return inFlight.waiting();
    }

    private void verify(ByteBuf in, int at, int bytes, long start, long nanos) {
        int status = DubboHeader.status(in, at);
        int expectedBytes = DubboHeader.BYTES + expectedBody.readableBytes();
        if (status != DubboHeader.OK) {
            measurement.failed(1, "reply status: " + status + " (expected: 20)");
        } else if (bytes != expectedBytes) {
            measurement.failed(1, "reply length: " + bytes + " bytes (expected: " + expectedBytes + ")");
        } else if (!sameBody(in, at + DubboHeader.BYTES)) {
            measurement.failed(1, "reply body: altered (expected: the argument that was sent)");
        } else {
            measurement.answered(start, nanos - start);
        }
    }

    private boolean sameBody(ByteBuf in, int at) {
        return ByteBufUtil.equals(in, at, expectedBody, 0, expectedBody.readableBytes());
    }
}
