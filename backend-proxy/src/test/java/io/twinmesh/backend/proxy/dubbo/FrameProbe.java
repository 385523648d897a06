package io.twinmesh.backend.proxy.dubbo;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.twinmesh.api.RequestDepth;
import java.util.Arrays;

/**
 * Asks everything that can be asked of a frame. It fills its buffer, so a look past it, as any other fault, is an exception.
 */
final class FrameProbe {

    private static final String[] NAMES = {"group", "path", "tag", "é日", ""};

    private final DubboRequest request = new DubboRequest(new MethodTable());
    private final ReaderProbe reader = new ReaderProbe();
    private long frames;

    /** How many frames got past the scanner so far. */
    long frames() {
        return frames;
    }

    /** Makes the bytes a frame, because few have its magic and its length, and asks in the order that they suggest. A connection brings them as they are behind it. */
    void probe(byte[] bytes) {
        if (bytes.length < DubboFrame.HEADER_LENGTH) {
            reader.probe(bytes, 1);
            return;
        }
        byte[] twice = Arrays.copyOf(bytes, 2 * bytes.length);
        System.arraycopy(bytes, 0, twice, bytes.length, bytes.length);
        ByteBuf frame = Unpooled.wrappedBuffer(twice, 0, bytes.length);
        frame.setShort(0, DubboFrame.MAGIC).setInt(12, bytes.length - DubboFrame.HEADER_LENGTH);
        reader.probe(twice, 1 + (bytes[11] & 0xff));
        int length = FrameScanner.scan(frame, 0, bytes.length, DubboFrame.DEFAULT_BODY_LIMIT);
        if (length > 0) {
            frames++;
            probeFrame(frame, length);
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
        request.flaw();
        for (RequestDepth depth : RequestDepth.values()) {
            boolean readable = request.readable(depth);
            if (readable && request.malformed()) {
                throw new AssertionError("depth " + depth + ": readable and malformed");
            }
        }
    }
}
