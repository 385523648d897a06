package io.twinmesh.backend.proxy.dubbo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.twinmesh.api.MethodKey;
import io.twinmesh.api.Outcome;
import io.twinmesh.api.RequestDepth;
import java.util.List;
import java.util.Map;
import org.apache.dubbo.rpc.AppResponse;
import org.apache.dubbo.rpc.RpcException;
import org.apache.dubbo.rpc.RpcInvocation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Frames recorded from Dubbo 3.3.1, and the same frames made by the Dubbo on the path. */
class GoldenFramesTest {

    private static final MethodKey SAY =
            MethodKey.of(RealDubbo.SERVICE, "1.0.0", "say", List.of("java.lang.String", "int"));

    private final RealDubbo dubbo = new RealDubbo();

    @ParameterizedTest
    @ValueSource(strings = {Frames.HESSIAN2_REQUEST, Frames.FASTJSON2_REQUEST})
    void recordedRequestIsReadWhole(String hex) {
        DubboRequest request = Frames.view(Frames.of(hex));

        assertEquals(SAY, request.key());
        assertEquals("bob", request.argument(0));
        assertEquals(7, request.argument(1));
        assertNull(request.argument(2));
        assertEquals("g1", request.group());
        assertEquals("1000", request.attachment("timeout"));
        assertEquals("demo.Hello", request.attachment("path"));
        assertNull(request.attachment("tag"));
        assertFalse(request.malformed());
    }

    @Test
    void callerIsTheRemoteApplication() {
        assertEquals("caller", Frames.view(Frames.of(Frames.FASTJSON2_REQUEST)).caller());
        assertNull(Frames.view(Frames.of(Frames.HESSIAN2_REQUEST)).caller());
    }

    @Test
    void requestIsReadNoDeeperThanAsked() {
        DubboRequest request = Frames.view(Frames.of(Frames.HESSIAN2_REQUEST));

        assertEquals(RequestDepth.HEADER, request.deepestDecoded());
        request.key();
        assertEquals(RequestDepth.NAMES, request.deepestDecoded());
        request.argument(1);
        assertEquals(RequestDepth.ARGUMENTS, request.deepestDecoded());
        request.group();
        assertEquals(RequestDepth.ATTACHMENTS, request.deepestDecoded());
    }

    @Test
    void dubboOnThePathWritesTheRecordedRequests() {
        RpcInvocation hessian = call(Map.of("timeout", "1000", "group", "g1"));
        RpcInvocation fastjson = call(Map.of("timeout", "1000", "group", "g1", "remote.application", "caller"));

        assertEquals(Frames.HESSIAN2_REQUEST.replace('\n', ' '), Frames.hex(dubbo.request(2, 1, hessian)));
        assertEquals(Frames.FASTJSON2_REQUEST.replace('\n', ' '), Frames.hex(dubbo.request(23, 2, fastjson)));
    }

    private static RpcInvocation call(Map<String, Object> attachments) {
        return RealDubbo.call("say", new Class<?>[] {String.class, int.class}, new Object[] {"bob", 7}, attachments);
    }

    @ParameterizedTest
    @CsvSource({
        "da bb e2 00 0000000000000009 00 00 00 01 4e, HEARTBEAT",
        "da bb f7 00 0000000000000009 00 00 00 05 00 00 00 01 af, HEARTBEAT",
        "da bb e2 00 0000000000000009 00 00 00 02 01 48, HEARTBEAT",
        "da bb 22 14 0000000000000009 00 00 00 01 4e, HEARTBEAT",
        "da bb 37 14 0000000000000009 00 00 00 05 00 00 00 01 af, HEARTBEAT",
        "da bb a2 00 0000000000000009 00 00 00 02 01 52, READONLY",
        "da bb b7 00 0000000000000009 00 00 00 06 00 00 00 02 4a 52, READONLY",
        "da bb a2 00 0000000000000009 00 00 00 02 01 57, WRITEABLE",
        "da bb a2 00 0000000000000009 00 00 00 02 01 58, OTHER",
        "da bb a2 00 0000000000000009 00 00 00 00, OTHER",
        "da bb b7 00 0000000000000009 00 00 00 02 00 00, OTHER",
        "da bb e6 00 0000000000000009 00 00 00 04 6e 75 6c 6c, HEARTBEAT",
        "da bb a6 00 0000000000000009 00 00 00 03 22 52 22, OTHER",
    })
    void eventsAreTold(String hex, EventKind kind) {
        assertEquals(kind, EventKind.of(Frames.of(hex), 0));
    }

    @ParameterizedTest
    @CsvSource({
        "da bb e2 00 f000000000000009 00 00 00 01 4e, da bb 22 14 f000000000000009 00 00 00 01 4e",
        "da bb e2 00 0000000000000009 00 00 00 02 01 48, da bb 22 14 0000000000000009 00 00 00 01 4e",
        "da bb f7 00 0000000000000009 00 00 00 05 00 00 00 01 af,"
                + "da bb 37 14 0000000000000009 00 00 00 05 00 00 00 01 af",
        "da bb e6 00 0000000000000009 00 00 00 04 6e 75 6c 6c, da bb 26 14 0000000000000009 00 00 00 04 6e 75 6c 6c",
    })
    void heartbeatIsAnsweredWithTheSameIdAndOneNull(String request, String reply) {
        ByteBuf out = Unpooled.buffer();

        DubboReplies.heartbeatReply(out, Frames.of(request), 0);

        assertEquals(Frames.hex(Frames.of(reply)), Frames.hex(out));
    }

    @Test
    void eventsAreWrittenAsRecorded() {
        assertEquals(
                "da bb e2 00 00 00 00 00 00 00 00 09 00 00 00 01 4e da bb f7 00 00 00 00 00 00 00 00 09 00 00 00 05 00 00 00 01 af",
                Frames.hex(heartbeats()));
        assertEquals(
                "da bb a2 00 00 00 00 00 00 00 00 09 00 00 00 02 01 52 da bb b7 00 00 00 00 00 00 00 00 09 00 00 00 06 00 00 00 02 4a 52"
                        + " da bb a2 00 00 00 00 00 00 00 00 09 00 00 00 02 01 57",
                Frames.hex(drains()));
    }

    private static ByteBuf heartbeats() {
        ByteBuf out = Unpooled.buffer();
        DubboReplies.heartbeat(out, DubboFrame.HESSIAN2, 9);
        DubboReplies.heartbeat(out, DubboFrame.FASTJSON2, 9);
        return out;
    }

    private static ByteBuf drains() {
        ByteBuf out = Unpooled.buffer();
        DubboReplies.readOnly(out, DubboFrame.HESSIAN2, 9);
        DubboReplies.readOnly(out, DubboFrame.FASTJSON2, 9);
        DubboReplies.writeable(out, DubboFrame.HESSIAN2, 9);
        return out;
    }

    @Test
    void errorsAreWrittenAsRecorded() {
        ByteBuf out = Unpooled.buffer();

        DubboReplies.error(out, DubboFrame.HESSIAN2, 9, DubboFrame.SERVICE_ERROR, "boom");
        DubboReplies.error(out, DubboFrame.HESSIAN2, 9, DubboFrame.SERVER_THREADPOOL_EXHAUSTED, "pool full");

        assertEquals(
                "da bb 02 46 00 00 00 00 00 00 00 09 00 00 00 05 04 62 6f 6f 6d"
                        + " da bb 02 64 00 00 00 00 00 00 00 09 00 00 00 0a 09 70 6f 6f 6c 20 66 75 6c 6c",
                Frames.hex(out));
    }

    @ParameterizedTest
    @CsvSource({
        "da bb 02 14 0000000000000009 00 00 00 12 94 02 68 69 48 05 64 75 62 62 6f 05 32 2e 30 2e 32 5a, OK",
        "da bb 17 14 0000000000000009 00 00 00 1f 00 00 00 02 bd 04 00 00 00 03 4b 68 69 00 00 00 0e a6 4e 64 75 62 62 6f 4e 32 2e 30 2e 32 a5, OK",
        "da bb 02 14 0000000000000009 00 00 00 0f 95 48 05 64 75 62 62 6f 05 32 2e 30 2e 32 5a, OK",
        "da bb 02 46 0000000000000009 00 00 00 05 04 62 6f 6f 6d, SERVER_ERROR",
        "da bb 02 64 0000000000000009 00 00 00 0a 09 70 6f 6f 6c 20 66 75 6c 6c, SERVER_ERROR",
        "da bb 02 1e 0000000000000009 00 00 00 01 00, TIMEOUT",
        "da bb 02 1f 0000000000000009 00 00 00 01 00, TIMEOUT",
        "da bb 02 19 0000000000000009 00 00 00 01 00, SERVER_ERROR",
        "da bb 06 14 0000000000000009 00 00 00 00, OK",
        "da bb 02 14 0000000000000009 00 00 00 00, OK",
        "da bb 17 14 0000000000000009 00 00 00 01 00, OK",
    })
    void outcomeIsReadFromStatusAndFirstByte(String hex, Outcome outcome) {
        assertEquals(outcome, DubboReplies.outcomeOf(Frames.of(hex), 0));
    }

    @ParameterizedTest
    @ValueSource(ints = {DubboFrame.HESSIAN2, DubboFrame.FASTJSON2})
    void exceptionOfTheServiceIsABusinessError(int serialization) {
        ByteBuf thrown = dubbo.response(serialization, 9, new AppResponse(new IllegalStateException("no stock")));
        ByteBuf value = dubbo.response(serialization, 9, new AppResponse("hi"));

        assertEquals(Outcome.BUSINESS_ERROR, DubboReplies.outcomeOf(thrown, 0));
        assertEquals(Outcome.OK, DubboReplies.outcomeOf(value, 0));
        assertTrue(DubboFrame.requestId(thrown, 0) == 9);
    }

    @ParameterizedTest
    @ValueSource(ints = {DubboFrame.HESSIAN2, DubboFrame.FASTJSON2})
    void exceptionOfTheFrameworkIsAnErrorOfTheServer(int serialization) {
        RpcException rejected = new RpcException(RpcException.LIMIT_EXCEEDED_EXCEPTION, "twinmesh: throttled: say");
        ByteBuf thrown = dubbo.response(serialization, 9, new AppResponse(rejected));
        ByteBuf wrapping = dubbo.response(serialization, 9, new AppResponse(new IllegalStateException(rejected)));

        assertEquals(Outcome.SERVER_ERROR, DubboReplies.outcomeOf(thrown, 0));
        assertEquals(Outcome.BUSINESS_ERROR, DubboReplies.outcomeOf(wrapping, 0));
    }

    /** The type of response that callers get who do not understand attachments in it. */
    @ParameterizedTest
    @CsvSource({DubboFrame.HESSIAN2 + ", 16, 90", DubboFrame.FASTJSON2 + ", 21, 00"})
    void exceptionOfTheFrameworkWithoutAttachmentsIsAnErrorOfTheServerToo(int serialization, int typeAt, String type) {
        ByteBuf thrown = dubbo.response(serialization, 9, new AppResponse(new RpcException("no")));
        thrown.setByte(typeAt, Integer.parseInt(type, 16));

        assertEquals(Outcome.SERVER_ERROR, DubboReplies.outcomeOf(thrown, 0));
    }

    @ParameterizedTest
    @ValueSource(ints = {DubboFrame.HESSIAN2, DubboFrame.FASTJSON2})
    void exceptionOfTheFrameworkIsNotReadPastItsFrame(int serialization) {
        ByteBuf whole = dubbo.response(serialization, 9, new AppResponse(new RpcException("no")));
        int name = serialization == DubboFrame.HESSIAN2 ? 16 + 1 + 36 : 16 + 10 + 35;
        for (int length = 16 + 6; length < name; length++) {
            ByteBuf alone = Unpooled.copiedBuffer(whole.slice(0, length)).setInt(12, length - 16);
            ByteBuf followed = Unpooled.copiedBuffer(whole).setInt(12, length - 16);

            assertEquals(Outcome.BUSINESS_ERROR, DubboReplies.outcomeOf(alone, 0), "length " + length);
            assertEquals(Outcome.BUSINESS_ERROR, DubboReplies.outcomeOf(followed, 0), "length " + length);
        }
        ByteBuf named = Unpooled.copiedBuffer(whole.slice(0, name)).setInt(12, name - 16);
        assertEquals(Outcome.SERVER_ERROR, DubboReplies.outcomeOf(named, 0));
    }
}
