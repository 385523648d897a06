package io.twinmesh.backend.proxy.dubbo;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import io.netty.buffer.ByteBuf;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Looking into a call of a known method with known attachment values makes no objects. */
class NoAllocationTest {

    private static final int CALLS = 10_000;

    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private final DubboRequest request = new DubboRequest(new MethodTable());
    private int seen;

    @ParameterizedTest
    @ValueSource(strings = {Frames.HESSIAN2_REQUEST, Frames.FASTJSON2_REQUEST})
    void commonPathMakesNoObjects(String hex) {
        ByteBuf frame = Frames.of(hex);
        look(frame);

        long before = threads.getCurrentThreadAllocatedBytes();
        look(frame);
        long bytes = threads.getCurrentThreadAllocatedBytes() - before;

        assertTrue(
                bytes < CALLS,
                "bytes for " + CALLS + " calls: " + bytes + " (expected: less than one each), seen " + seen);
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
