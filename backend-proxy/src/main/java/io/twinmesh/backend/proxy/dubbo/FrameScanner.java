package io.twinmesh.backend.proxy.dubbo;

import io.netty.buffer.ByteBuf;
import io.twinmesh.api.Internal;

/** Finds the end of a frame in received bytes, without an object per frame. */
@Internal(since = "0.1")
public final class FrameScanner {

    /** The bytes so far begin a frame that has not arrived whole. */
    public static final int NEED_MORE = 0;

    /** The bytes begin no Dubbo frame. */
    public static final int BAD_MAGIC = -1;

    /** The frame states a body length below zero or over the limit. */
    public static final int BAD_LENGTH = -2;

    private FrameScanner() {}

    /**
     * Looks at the frame that begins at an index.
     *
     * @param at index of the first byte not looked at
     * @param end index after the last byte received
     * @param bodyLimit largest body allowed, in bytes
     * @return the length of the whole frame, header included, if it is there, else one of the constants
     */
    public static int scan(ByteBuf buf, int at, int end, int bodyLimit) {
        int readable = end - at;
        if (readable < 2) {
            return readable < 1 || buf.getByte(at) == (byte) (DubboFrame.MAGIC >> 8) ? NEED_MORE : BAD_MAGIC;
        }
        if (buf.getUnsignedShort(at) != DubboFrame.MAGIC) {
            return BAD_MAGIC;
        }
        return readable < DubboFrame.HEADER_LENGTH ? NEED_MORE : scanLength(buf, at, readable, bodyLimit);
    }

    private static int scanLength(ByteBuf buf, int at, int readable, int bodyLimit) {
        int body = DubboFrame.bodyLength(buf, at);
        if (body < 0 || body > bodyLimit) {
            return BAD_LENGTH;
        }
        return body <= readable - DubboFrame.HEADER_LENGTH ? DubboFrame.HEADER_LENGTH + body : NEED_MORE;
    }
}
