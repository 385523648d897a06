package io.twinmesh.backend.proxy.dubbo;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.ByteBuf;
import java.lang.reflect.Method;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Looking into a call of a known method with known attachment values makes no objects. */
class NoAllocationTest {

    private static final int CALLS = 10_000;

    private final DubboRequest request = new DubboRequest(new MethodTable());
    private int seen;

    @ParameterizedTest
    @ValueSource(strings = {Frames.HESSIAN2_REQUEST, Frames.FASTJSON2_REQUEST})
    void commonPathMakesNoObjects(String hex) throws ReflectiveOperationException {
        ByteBuf frame = Frames.of(hex);
        look(frame);

        long before = allocated();
        look(frame);
        long bytes = allocated() - before;

        assertTrue(
                bytes < CALLS,
                "bytes for " + CALLS + " calls: " + bytes + " (expected: less than one each), seen " + seen);
    }

    /** Bytes this thread has allocated; by name, because the module under test does not read java.management. */
    private static long allocated() throws ReflectiveOperationException {
        Object threads = Class.forName("java.lang.management.ManagementFactory")
                .getMethod("getThreadMXBean")
                .invoke(null);
        Method bytes = Class.forName("com.sun.management.ThreadMXBean").getMethod("getCurrentThreadAllocatedBytes");
        return (long) bytes.invoke(threads);
    }

    private void look(ByteBuf frame) {
        int length = frame.readableBytes();
        for (int i = 0; i < CALLS; i++) {
            request.wrap(frame, 0, FrameScanner.scan(frame, 0, length, DubboFrame.DEFAULT_BODY_LIMIT));
            seen += request.key().hashCode();
            seen += String.valueOf(request.group()).length();
            seen += request.attachment("timeout") == null ? 0 : 1;
            seen += request.argument(0) == null ? 0 : 1;
            seen += request.argument(1) == null ? 0 : 1;
        }
    }
}
