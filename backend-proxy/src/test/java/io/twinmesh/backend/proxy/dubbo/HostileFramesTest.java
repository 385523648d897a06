package io.twinmesh.backend.proxy.dubbo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.twinmesh.api.RequestDepth;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.dubbo.rpc.AppResponse;
import org.apache.dubbo.rpc.RpcException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HostileFramesTest {

    private static final int MUTATIONS = 100_000;
    private static final long SEED = 15_001;

    private final FrameProbe probe = new FrameProbe();

    @Test
    void noMutationOfAFrameIsAnsweredWithAnException() {
        List<byte[]> frames = seeds();
        Random random = new Random(SEED);

        for (int i = 0; i < MUTATIONS; i++) {
            byte[] mutated = mutate(frames.get(random.nextInt(frames.size())), random);
            try {
                probe.probe(mutated);
            } catch (RuntimeException | AssertionError e) {
                throw new AssertionError("seed " + SEED + ", mutation " + i + ": " + Arrays.toString(mutated), e);
            }
        }

        assertEquals(MUTATIONS, probe.frames(), "past the scanner");
    }

    /** Frames of both serializations with every kind of value in them, and responses that bring an exception of the framework. */
    static List<byte[]> seeds() {
        RealDubbo dubbo = new RealDubbo();
        RandomValues values = new RandomValues(new Random(SEED));
        List<byte[]> frames = new ArrayList<>();
        for (int serialization : new int[] {DubboFrame.HESSIAN2, DubboFrame.FASTJSON2}) {
            frames.add(bytes(dubbo.response(serialization, 1, new AppResponse(new RpcException("no")))));
        }
        for (int i = 0; i < 40; i++) {
            int serialization = i % 2 == 0 ? DubboFrame.HESSIAN2 : DubboFrame.FASTJSON2;
            RandomValues.Argument first = values.argument();
            Object[] arguments = {first.value(), values.opaque(0), "text " + i};
            Class<?>[] types = {first.type(), Object.class, String.class};
            frames.add(bytes(dubbo.request(
                    serialization, i, RealDubbo.call("say", types, arguments, Map.of("group", "g1", "n", 7)))));
            frames.add(bytes(dubbo.request(serialization, i, generic(arguments))));
        }
        return frames;
    }

    private static org.apache.dubbo.rpc.RpcInvocation generic(Object[] arguments) {
        Object[] given = {"buy", new String[] {"int", "java.lang.Object", "java.lang.String"}, arguments};
        Class<?>[] types = {String.class, String[].class, Object[].class};
        return RealDubbo.call("$invoke", types, given, Map.of("generic", "true", "group", "g1"));
    }

    private static byte[] bytes(ByteBuf frame) {
        byte[] bytes = new byte[frame.readableBytes()];
        frame.getBytes(0, bytes);
        return bytes;
    }

    private static byte[] mutate(byte[] frame, Random random) {
        byte[] mutated = frame.clone();
        if (random.nextInt(4) == 0) {
            int length = DubboFrame.HEADER_LENGTH + random.nextInt(frame.length - DubboFrame.HEADER_LENGTH);
            mutated = Arrays.copyOf(mutated, length);
            Unpooled.wrappedBuffer(mutated).setInt(12, length - DubboFrame.HEADER_LENGTH);
        }
        for (int i = random.nextInt(4); i >= 0; i--) {
            int at = random.nextInt(20) == 0
                    ? random.nextInt(mutated.length)
                    : Math.min(mutated.length - 1, DubboFrame.HEADER_LENGTH + random.nextInt(mutated.length));
            mutated[at] = (byte) (random.nextBoolean() ? random.nextInt() : mutated[at] + random.nextInt(3) - 1);
        }
        return mutated;
    }

    @ParameterizedTest
    @ValueSource(strings = {Frames.HESSIAN2_REQUEST, Frames.FASTJSON2_REQUEST})
    void requestCutAnywhereIsMalformedAndKeepsWhatWasWhole(String hex) {
        ByteBuf whole = Frames.of(hex);
        for (int length = DubboFrame.HEADER_LENGTH; length < whole.readableBytes(); length++) {
            ByteBuf cut = Unpooled.copiedBuffer(whole.slice(0, length));

            DubboRequest request = Frames.view(cut);

            assertNull(request.group(), "length " + length);
            assertTrue(request.malformed(), "length " + length);
            assertFalse(request.readable(RequestDepth.ATTACHMENTS), "length " + length);
        }
    }

    @Test
    void namesAreReadableThoughArgumentsAreNot() {
        ByteBuf whole = Frames.of(Frames.HESSIAN2_REQUEST);
        DubboRequest request = Frames.view(Unpooled.copiedBuffer(whole.slice(0, 66)));

        assertTrue(request.readable(RequestDepth.NAMES));
        assertEquals("say", request.key().method());
        assertFalse(request.readable(RequestDepth.ARGUMENTS));
    }

    @ParameterizedTest
    @CsvSource({"57, 1000000", "78, 100", "79, 1000000", "48, 1000000", "430191017860, 1000000", "55, 1000000"})
    void nestingBombIsMalformed(String hex, int times) {
        byte[] unit = java.util.HexFormat.of().parseHex(hex);

        DubboRequest request = Frames.view(Frames.hessian2(body("Ljava/lang/Object;", unit, times)));

        assertNull(request.group());
        assertTrue(request.malformed());
    }

    @ParameterizedTest
    @CsvSource({
        "58 49 7f ff ff ff, list that states two thousand million elements",
        "56 90 49 7f ff ff ff, typed list that does",
        "58 8f, list of minus one elements",
        "43 01 61 49 7f ff ff ff, class of as many fields",
        "43 01 61 8f, class of minus one fields",
        "60, object of a class that is not defined",
        "4f 8f, object of a class below zero",
        "52 00 01 61 90, string that goes on with an int",
        "52 00 01 61, string that does not go on",
        "41 00 01 61 90, bytes that go on with an int",
        "53 ff ff 61, string longer than the frame",
        "01 ff, character that is none",
        "01 f0, character of four bytes",
        "42 ff ff 00, bytes longer than the frame",
        "5a, end of nothing",
        "48 90 5a, map with a key alone",
        "40, byte that begins no value",
        "49 00, int cut short",
        "51 54, reference that is no number",
    })
    void argumentThatIsNoneIsMalformed(String hex, String what) {
        byte[] argument = java.util.HexFormat.of().parseHex(hex.replace(" ", ""));

        DubboRequest request = Frames.view(Frames.hessian2(body("Ljava/lang/Object;", argument, 1)));

        assertNull(request.group(), what);
        assertTrue(request.malformed(), what);
    }

    private static byte[] body(String descriptor, byte[] argument, int times) {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        for (String name : new String[] {"2.0.2", "demo.Hello", "1.0.0", "say", descriptor}) {
            body.write(name.length());
            body.writeBytes(name.getBytes(StandardCharsets.US_ASCII));
        }
        for (int i = 0; i < times; i++) {
            body.writeBytes(argument);
        }
        return body.toByteArray();
    }

    @ParameterizedTest
    @ValueSource(strings = {"Ljava/lang/String", "L;", "Q", "[", "I)"})
    void descriptorThatIsNoneIsMalformed(String descriptor) {
        DubboRequest request = Frames.view(Frames.hessian2(body(descriptor, new byte[] {'N'}, 2)));

        assertEquals("say", request.key().method());
        assertEquals(List.of(), request.key().parameterTypes());
        assertTrue(request.malformed());
        assertNull(request.argument(0));
        assertNull(request.group());
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 3, 6, 21, 31})
    void serializationThatIsNotReadHereIsUnreadableAndNotMalformed(int serialization) {
        ByteBuf frame = Frames.of(Frames.HESSIAN2_REQUEST);
        frame.setByte(2, 0xc0 | serialization);

        DubboRequest request = Frames.view(frame);

        assertTrue(request.unreadable());
        assertEquals("", request.key().service());
        assertNull(request.argument(0));
        assertNull(request.group());
        assertFalse(request.malformed());
        assertTrue(request.readable(RequestDepth.HEADER));
        assertFalse(request.readable(RequestDepth.NAMES));
    }

    @Test
    void aSecondAttachmentOfTheSameNameCounts() {
        byte[] map = java.util.HexFormat.of().parseHex("480567726f75700131" + "0567726f75700132" + "5a");

        assertEquals("2", Frames.view(Frames.hessian2(body("", map, 1))).group());
    }

    @Test
    void moreAttachmentsThanAnyCallHasAreMalformed() {
        ByteArrayOutputStream map = new ByteArrayOutputStream();
        map.write('H');
        for (int i = 0; i < 5000; i++) {
            map.writeBytes(new byte[] {1, 'a', 1, 'b'});
        }
        map.write('Z');

        DubboRequest request = Frames.view(Frames.hessian2(body("", map.toByteArray(), 1)));

        assertNull(request.attachment("a"));
        assertTrue(request.malformed());
    }
}
