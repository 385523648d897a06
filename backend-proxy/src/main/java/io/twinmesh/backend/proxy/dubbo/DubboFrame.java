package io.twinmesh.backend.proxy.dubbo;

import io.netty.buffer.ByteBuf;
import io.twinmesh.api.Internal;

/**
 * The fixed header of a Dubbo2 frame, read and changed in place: {@code magic(2) flags(1) status(1) id(8) body length(4)}, big-endian.
 *
 * <p>Every method takes the index of the frame's first byte; nothing is checked here but what {@link FrameScanner} has checked before.
 *
 * <p>Source: {@code apache/dubbo} ExchangeCodec.
 */
@Internal(since = "0.1")
public final class DubboFrame {

    /** Bytes before the body. */
    public static final int HEADER_LENGTH = 16;

    /** The first two bytes of every frame. */
    public static final int MAGIC = 0xdabb;

    /** Body length that a Dubbo peer accepts if nobody configured it ({@code payload}). */
    public static final int DEFAULT_BODY_LIMIT = 8 * 1024 * 1024;

    public static final int HESSIAN2 = 2;
    public static final int FASTJSON2 = 23;

    public static final int OK = 20;
    public static final int SERIALIZATION_ERROR = 25;
    public static final int CLIENT_TIMEOUT = 30;
    public static final int SERVER_TIMEOUT = 31;
    public static final int CHANNEL_INACTIVE = 35;
    public static final int BAD_REQUEST = 40;
    public static final int BAD_RESPONSE = 50;
    public static final int SERVICE_NOT_FOUND = 60;
    public static final int SERVICE_ERROR = 70;
    public static final int SERVER_ERROR = 80;
    public static final int CLIENT_ERROR = 90;
    public static final int SERVER_THREADPOOL_EXHAUSTED = 100;

    static final int REQUEST = 0x80;
    static final int TWO_WAY = 0x40;
    static final int EVENT = 0x20;

    private static final int SERIALIZATION = 0x1f;

    private DubboFrame() {}

    public static int flags(ByteBuf buf, int at) {
        return buf.getUnsignedByte(at + 2);
    }

    public static boolean isRequest(ByteBuf buf, int at) {
        return (buf.getByte(at + 2) & REQUEST) != 0;
    }

    /** Whether the sender waits for a reply; has a meaning in requests only. */
    public static boolean isTwoWay(ByteBuf buf, int at) {
        return (buf.getByte(at + 2) & TWO_WAY) != 0;
    }

    public static boolean isEvent(ByteBuf buf, int at) {
        return (buf.getByte(at + 2) & EVENT) != 0;
    }

    /** Id of the serialization of the body, 0 to 31. */
    public static int serialization(ByteBuf buf, int at) {
        return buf.getByte(at + 2) & SERIALIZATION;
    }

    /** Status of a response. */
    public static int status(ByteBuf buf, int at) {
        return buf.getUnsignedByte(at + 3);
    }

    public static long requestId(ByteBuf buf, int at) {
        return buf.getLong(at + 4);
    }

    /** Puts another id in the place of the frame's own. */
    public static void requestId(ByteBuf buf, int at, long id) {
        buf.setLong(at + 4, id);
    }

    public static int bodyLength(ByteBuf buf, int at) {
        return buf.getInt(at + 12);
    }

    /** Header and body. */
    public static int length(ByteBuf buf, int at) {
        return HEADER_LENGTH + bodyLength(buf, at);
    }

    /** Writes a header at the writer index. */
    static void writeHeader(ByteBuf out, int flags, int status, long id, int bodyLength) {
        out.writeShort(MAGIC);
        out.writeByte(flags);
        out.writeByte(status);
        out.writeLong(id);
        out.writeInt(bodyLength);
    }
}
