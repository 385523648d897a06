package io.twinmesh.benchmarks.wire;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EchoFramesTest {

    @Test
    void requestHasTheLayoutOfTheRecordedFrame() {
        Map<String, String> attachments = new LinkedHashMap<>();
        attachments.put("path", "demo.Hello");
        attachments.put("group", "g1");
        EchoCall call = new EchoCall("demo.Hello", "1.0.0", "say", "Ljava/lang/String;I", "bob", attachments);

        String hex = ByteBufUtil.hexDump(EchoFrames.request(call));

        assertEquals(
                "dabbc20000000000000000000000004e"
                        + "05322e302e320a64656d6f2e48656c6c6f05312e302e3003736179134c6a6176612f6c616e672f537472696e673b49"
                        + "03626f62" + "4804706174680a64656d6f2e48656c6c6f0567726f75700267315a",
                hex);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 31, 32, 128, 255, 256, 1023, 1024, 32767})
    void replyCarriesTheArgumentAndTheIdOfTheRequest(int payloadBytes) {
        EchoCall call = EchoCall.ofPayload(payloadBytes);
        ByteBuf request = Unpooled.wrappedBuffer(EchoFrames.request(call)).setLong(DubboHeader.ID_OFFSET, -7);
        ByteBuf out = Unpooled.buffer();

        EchoFrames.writeReply(request, 0, out);

        assertEquals(request.readableBytes(), DubboHeader.frameBytes(request, 0));
        assertEquals(out.readableBytes(), DubboHeader.frameBytes(out, 0));
        assertEquals(-7, DubboHeader.id(out, 0));
        assertEquals(DubboHeader.OK, DubboHeader.status(out, 0));
        byte[] body = ByteBufUtil.getBytes(out, DubboHeader.BYTES, out.readableBytes() - DubboHeader.BYTES);
        assertArrayEquals(EchoFrames.replyBody(call), body);
    }

    @Test
    void replyIsTheRecordedFrame() {
        EchoCall call = new EchoCall("demo.Hello", "1.0.0", "say", "Ljava/lang/String;", "hi", Map.of());
        ByteBuf out = Unpooled.buffer();

        EchoFrames.writeReply(Unpooled.wrappedBuffer(EchoFrames.request(call)), 0, out);

        assertEquals(
                "dabb02140000000000000000000000129402686948" + "05647562626f05322e302e325a", ByteBufUtil.hexDump(out));
    }

    @ParameterizedTest
    @ValueSource(strings = {"e2", "f7"})
    void heartbeatIsAnsweredWithItsOwnIdSerializationAndBody(String flags) {
        String body = flags.equals("e2") ? "000000014e" : "0000000500000001af";
        ByteBuf request =
                Unpooled.wrappedBuffer(ByteBufUtil.decodeHexDump("dabb" + flags + "00fffffffffffffffe" + body));
        ByteBuf out = Unpooled.buffer();

        EchoFrames.writeHeartbeatReply(request, 0, request.readableBytes(), out);

        String replyFlags = flags.equals("e2") ? "22" : "37";
        assertEquals("dabb" + replyFlags + "14fffffffffffffffe" + body, ByteBufUtil.hexDump(out));
    }
}
