package io.twinmesh.backend.proxy.dubbo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import org.junit.jupiter.api.Test;

class DubboFrameTest {

    private static final int LIMIT = DubboFrame.DEFAULT_BODY_LIMIT;

    private final ByteBuf frame = Frames.of(Frames.HESSIAN2_REQUEST);

    @Test
    void headerIsReadInPlace() {
        assertTrue(DubboFrame.isRequest(frame, 0));
        assertTrue(DubboFrame.isTwoWay(frame, 0));
        assertFalse(DubboFrame.isEvent(frame, 0));
        assertEquals(DubboFrame.HESSIAN2, DubboFrame.serialization(frame, 0));
        assertEquals(0xc2, DubboFrame.flags(frame, 0));
        assertEquals(1, DubboFrame.requestId(frame, 0));
        assertEquals(0x7f, DubboFrame.bodyLength(frame, 0));
        assertEquals(frame.readableBytes(), DubboFrame.length(frame, 0));
    }

    @Test
    void idIsChangedInPlaceAndNothingElse() {
        DubboFrame.requestId(frame, 0, -7);

        assertEquals(-7, DubboFrame.requestId(frame, 0));

        DubboFrame.requestId(frame, 0, 1);
        assertEquals(Frames.of(Frames.HESSIAN2_REQUEST), frame);
    }

    @Test
    void everyBeginningOfAFrameNeedsMore() {
        int length = frame.readableBytes();

        for (int received = 0; received < length; received++) {
            assertEquals(FrameScanner.NEED_MORE, FrameScanner.scan(frame, 0, received, LIMIT), "received " + received);
        }
        assertEquals(length, FrameScanner.scan(frame, 0, length, LIMIT));
    }

    @Test
    void gluedFramesAreFoundOneAfterTheOther() {
        ByteBuf glued = Unpooled.copiedBuffer(frame, Frames.of(Frames.FASTJSON2_REQUEST));

        int first = FrameScanner.scan(glued, 0, glued.readableBytes(), LIMIT);
        int second = FrameScanner.scan(glued, first, glued.readableBytes(), LIMIT);

        assertEquals(0x7f + 16, first);
        assertEquals(0xb9 + 16, second);
    }

    @Test
    void textIsToldFromAFrameByItsFirstByte() {
        ByteBuf text = Unpooled.wrappedBuffer(new byte[] {'l', 's'});

        assertEquals(FrameScanner.BAD_MAGIC, FrameScanner.scan(text, 0, 1, LIMIT));
        assertEquals(FrameScanner.BAD_MAGIC, FrameScanner.scan(text, 0, 2, LIMIT));
        assertEquals(FrameScanner.BAD_MAGIC, FrameScanner.scan(Frames.of("da bc"), 0, 2, LIMIT));
    }

    @Test
    void lengthsBelowZeroAndOverTheLimitAreRefused() {
        assertEquals(FrameScanner.BAD_LENGTH, scanLength(-1));
        assertEquals(FrameScanner.BAD_LENGTH, scanLength(Integer.MIN_VALUE));
        assertEquals(FrameScanner.BAD_LENGTH, scanLength(Integer.MAX_VALUE));
        assertEquals(FrameScanner.BAD_LENGTH, scanLength(LIMIT + 1));
        assertEquals(FrameScanner.NEED_MORE, scanLength(LIMIT));
    }

    private int scanLength(int bodyLength) {
        frame.setInt(12, bodyLength);
        return FrameScanner.scan(frame, 0, frame.readableBytes(), LIMIT);
    }
}
