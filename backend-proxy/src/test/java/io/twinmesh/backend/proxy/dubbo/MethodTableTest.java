package io.twinmesh.backend.proxy.dubbo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.twinmesh.api.MethodKey;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class MethodTableTest {

    private final RealDubbo dubbo = new RealDubbo();
    private final MethodTable table = new MethodTable();
    private final DubboRequest request = new DubboRequest(table);

    private MethodKey key(ByteBuf frame) {
        request.wrap(frame, 0, frame.readableBytes());
        return request.key();
    }

    private ByteBuf frame(String method, String version) {
        return dubbo.request(
                DubboFrame.HESSIAN2,
                1,
                RealDubbo.call(method, new Class<?>[0], new Object[0], Map.of("version", version)));
    }

    @Test
    void knownMethodIsTheSameKeyForEveryView() {
        MethodKey key = key(frame("say", "1.0.0"));

        assertSame(key, key(frame("say", "1.0.0")));
        assertNotEquals(key, key(frame("tell", "1.0.0")));
        assertSame(key, key(frame("say", "1.0.0")));
        assertSame(key, Frames.view(frame("say", "1.0.0"), table).key());
        assertEquals(2, table.size());
    }

    @Test
    void noVersionAndZeroAreNoVersion() {
        assertEquals("", key(frame("say", "0.0.0")).version());
        assertEquals("2.0.0", key(frame("say", "2.0.0")).version());
    }

    @Test
    void frameMayStandAnywhereInItsBuffer() {
        ByteBuf glued = Unpooled.copiedBuffer(Frames.of("01 02 03"), frame("say", "1.0.0"), Frames.of("05"));

        request.wrap(glued, 3, glued.readableBytes() - 4);

        assertEquals("say", request.key().method());
        assertEquals("demo.Hello", request.attachment("path"));
    }

    @Test
    void tableStaysSmallWhateverNamesPeersMakeUp() {
        Random random = new Random(1);
        MethodKey kept = key(frame("say", "1.0.0"));

        for (int i = 0; i < 60_000; i++) {
            key(Frames.hessian2(names(i, random.nextInt(900))));
        }

        assertTrue(table.bytes() <= 2 * 1024 * 1024, "bytes " + table.bytes());
        assertTrue(table.size() <= 16_384, "size " + table.size());
        assertEquals(kept, key(frame("say", "1.0.0")));
    }

    private static byte[] names(int number, int padding) {
        ByteBuf out = Unpooled.buffer();
        for (String name : List.of("2.0.2", "s" + number, "", "m" + "x".repeat(padding), "")) {
            out.writeByte(HessianTable.STRING)
                    .writeShort(name.length())
                    .writeBytes(name.getBytes(java.nio.charset.StandardCharsets.US_ASCII));
        }
        byte[] bytes = new byte[out.readableBytes()];
        out.readBytes(bytes);
        return bytes;
    }
}
