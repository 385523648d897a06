package io.twinmesh.backend.proxy.dubbo;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.twinmesh.api.RequestDepth;

/**
 * Asks everything that can be asked of bytes that claim to be a frame. The bytes fill their buffer, so a look past them, as any other fault,
 * is an exception.
 */
final class FrameProbe {

    private static final String[] NAMES = {"group", "path", "tag", "é日", ""};

    private final DubboRequest request = new DubboRequest(new MethodTable());

    /** Asks in the order that the bytes themselves suggest. */
    void probe(byte[] bytes) {
        ByteBuf buf = Unpooled.wrappedBuffer(bytes);
        int length = FrameScanner.scan(buf, 0, bytes.length, DubboFrame.DEFAULT_BODY_LIMIT);
        if (length > 0) {
            probeFrame(buf.slice(0, length), length);
        }
    }

    private void probeFrame(ByteBuf frame, int length) {
        EventKind.of(frame, 0);
        DubboReplies.outcomeOf(frame, 0);
        DubboReplies.heartbeatReply(Unpooled.buffer(), frame, 0);
        request.wrap(frame, 0, length);
        if ((DubboFrame.requestId(frame, 0) & 1) == 0) {
            probeArguments();
        }
        probeAttachments();
        probeArguments();
        probeDepths();
    }

    private void probeArguments() {
        for (int i = -1; i < 6; i++) {
            request.argument(i);
        }
        request.argument(Integer.MAX_VALUE);
    }

    private void probeAttachments() {
        request.group();
        request.caller();
        for (String name : NAMES) {
            request.attachment(name);
        }
    }

    private void probeDepths() {
        request.key().signature();
        for (RequestDepth depth : RequestDepth.values()) {
            boolean readable = request.readable(depth);
            if (readable && request.malformed()) {
                throw new AssertionError("depth " + depth + ": readable and malformed");
            }
        }
    }
}
