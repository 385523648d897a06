package io.twinmesh.benchmarks.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.twinmesh.benchmarks.wire.DubboHeader;
import io.twinmesh.benchmarks.wire.EchoCall;
import io.twinmesh.benchmarks.wire.EchoFrames;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CallsTest {

    private final Measurement measurement = new Measurement();
    private final Calls calls = new Calls(EchoCall.ofPayload(10), measurement);
    private final ByteBuf reply = Unpooled.buffer();

    @BeforeEach
    void sendOneCall() {
        measurement.begin(0);
        ByteBuf request = Unpooled.buffer();
        calls.write(request, 3, 100);
        EchoFrames.writeReply(request, 0, reply);
        measurement.end(1_000);
    }

    @Test
    void rightReplyIsMeasured() {
        assertTrue(receive(3));

        assertResult(1, 0, "");
        assertEquals(0, calls.waiting());
    }

    @Test
    void secondReplyToTheSameCallIsAnError() {
        receive(3);

        assertFalse(receive(3));
        assertResult(1, 1, "reply id: ");
    }

    @Test
    void replyOnAnotherConnectionIsAnError() {
        assertFalse(receive(4));

        assertResult(0, 1, "reply id: ");
        assertEquals(1, calls.waiting());
    }

    @Test
    void otherStatusIsAnError() {
        reply.setByte(3, 40);

        assertTrue(receive(3));
        assertResult(0, 1, "reply status: 40 (expected: 20)");
    }

    @Test
    void alteredBodyIsAnError() {
        reply.setByte(DubboHeader.BYTES + 4, 'X');

        assertTrue(receive(3));
        assertResult(0, 1, "reply body: ");
    }

    @Test
    void otherLengthIsAnError() {
        reply.writeByte('Z').setInt(DubboHeader.LENGTH_OFFSET, reply.readableBytes() - DubboHeader.BYTES);

        assertTrue(receive(3));
        assertResult(0, 1, "reply length: ");
    }

    private boolean receive(int connection) {
        return calls.reply(connection, reply, 0, reply.readableBytes(), 400);
    }

    private void assertResult(long count, long errors, String firstError) {
        LoadResult result = measurement.result();
        assertEquals(count, result.calls(), "calls");
        assertEquals(errors, result.errors(), "errors");
        assertTrue(result.firstError().startsWith(firstError), result.firstError());
    }
}
