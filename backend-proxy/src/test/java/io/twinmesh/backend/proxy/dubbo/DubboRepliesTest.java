package io.twinmesh.backend.proxy.dubbo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.List;
import org.apache.dubbo.common.constants.CommonConstants;
import org.apache.dubbo.remoting.exchange.Request;
import org.apache.dubbo.remoting.exchange.Response;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Dubbo's own decoder reads what we write. */
class DubboRepliesTest {

    private static final List<String> TEXTS = List.of(
            "",
            "twinmesh: throttled: demo.Hello#say: 20 a second (expected: at most 20)",
            "short",
            "x".repeat(47),
            "x".repeat(48),
            "x".repeat(2000),
            "x".repeat(4096),
            "größer als 日本 \ud83d\ude00");

    private final RealDubbo dubbo = new RealDubbo();
    private final ByteBuf out = Unpooled.buffer();

    @ParameterizedTest
    @ValueSource(ints = {DubboFrame.HESSIAN2, DubboFrame.FASTJSON2})
    void errorReachesDubboWithIdStatusAndText(int serialization) {
        for (String text : TEXTS) {
            DubboReplies.error(out.clear(), serialization, -5, DubboFrame.SERVER_THREADPOOL_EXHAUSTED, text);

            Response response = (Response) dubbo.decode(out);

            assertEquals(-5, response.getId());
            assertEquals(Response.SERVER_THREADPOOL_EXHAUSTED_ERROR, response.getStatus());
            assertEquals(text, response.getErrorMessage());
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {DubboFrame.HESSIAN2, DubboFrame.FASTJSON2})
    void textThatIsTooLongIsCut(int serialization) {
        DubboReplies.error(out, serialization, 1, DubboFrame.BAD_REQUEST, "y".repeat(100_000));

        assertEquals("y".repeat(4096), ((Response) dubbo.decode(out)).getErrorMessage());
    }

    @Test
    void errorInAnUnknownSerializationHasNoBody() {
        DubboReplies.error(out, 6, 1, DubboFrame.BAD_REQUEST, "boom");

        assertEquals("da bb 06 28 00 00 00 00 00 00 00 01 00 00 00 00", Frames.hex(out));
    }

    @ParameterizedTest
    @ValueSource(ints = {DubboFrame.HESSIAN2, DubboFrame.FASTJSON2})
    void heartbeatIsOneForDubbo(int serialization) {
        DubboReplies.heartbeat(out, serialization, 3);

        Request request = (Request) dubbo.decode(out);

        assertTrue(request.isHeartbeat());
        assertTrue(request.isTwoWay());
        assertEquals(3, request.getId());
    }

    @ParameterizedTest
    @ValueSource(ints = {DubboFrame.HESSIAN2, DubboFrame.FASTJSON2})
    void heartbeatReplyIsOneForDubbo(int serialization) {
        Request heartbeat = new Request(77);
        heartbeat.setEvent(CommonConstants.HEARTBEAT_EVENT);
        heartbeat.setTwoWay(true);
        ByteBuf request = dubbo.encode(heartbeat);
        request.setByte(2, 0xe0 | serialization);

        DubboReplies.heartbeatReply(out, request, 0);

        Response response = (Response) dubbo.decode(out);
        assertTrue(response.isHeartbeat());
        assertEquals(77, response.getId());
        assertEquals(Response.OK, response.getStatus());
    }

    @ParameterizedTest
    @ValueSource(ints = {DubboFrame.HESSIAN2, DubboFrame.FASTJSON2, 6})
    void drainEventsAreOneWayForDubbo(int serialization) {
        DubboReplies.readOnly(out, serialization, 3);
        Request readOnly = (Request) dubbo.decode(out);
        DubboReplies.writeable(out.clear(), serialization, 4);
        Request writeable = (Request) dubbo.decode(out);

        assertEquals(CommonConstants.READONLY_EVENT, readOnly.getData());
        assertEquals(CommonConstants.WRITEABLE_EVENT, writeable.getData());
        assertFalse(readOnly.isTwoWay());
        assertTrue(readOnly.isEvent());
    }
}
