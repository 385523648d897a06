package io.twinmesh.benchmarks.wire;

import io.netty.buffer.ByteBuf;

/** The 16-byte Dubbo2 frame header: offsets in bytes, flags and reads at absolute positions. */
public final class DubboHeader {

    /** Header size in bytes. */
    public static final int BYTES = 16;

    /** First two bytes of every frame. */
    public static final int MAGIC = 0xdabb;

    /** Flag: the frame is a request. */
    public static final int REQUEST = 0x80;

    /** Flag: the request wants an answer. */
    public static final int TWO_WAY = 0x40;

    /** Flag: heartbeat, READONLY and the like. */
    public static final int EVENT = 0x20;

    /** Serialization id of hessian2. */
    public static final int HESSIAN2 = 2;

    /** Status: the call was answered. */
    public static final int OK = 20;

    /** Status: the request could not be read. */
    public static final int BAD_REQUEST = 40;

    /** Offset of the 8-byte request id. */
    public static final int ID_OFFSET = 4;

    /** Offset of the 4-byte body length. */
    public static final int LENGTH_OFFSET = 12;

    private static final int MAX_BODY_BYTES = 16 << 20;
    private static final int SERIALIZATION_MASK = 0x1f;

    private DubboHeader() {}

    /** Size in bytes of the whole frame that starts at {@code at}; at least {@link #BYTES} must be readable. */
    public static int frameBytes(ByteBuf in, int at) {
        int magic = in.getUnsignedShort(at);
        if (magic != MAGIC) {
            throw new IllegalArgumentException(String.format("frame magic: 0x%04x (expected: 0xdabb)", magic));
        }
        int body = in.getInt(at + LENGTH_OFFSET);
        if (body < 0 || body > MAX_BODY_BYTES) {
            throw new IllegalArgumentException(
                    "frame body: " + body + " bytes (expected: 0 to " + MAX_BODY_BYTES + ")");
        }
        return BYTES + body;
    }

    /** The flag byte. */
    public static int flags(ByteBuf in, int at) {
        return in.getUnsignedByte(at + 2);
    }

    /** The status byte of a response. */
    public static int status(ByteBuf in, int at) {
        return in.getUnsignedByte(at + 3);
    }

    /** The request id. */
    public static long id(ByteBuf in, int at) {
        return in.getLong(at + ID_OFFSET);
    }

    /** Whether all bits of {@code flag} are set in the frame that starts at {@code at}. */
    public static boolean has(ByteBuf in, int at, int flag) {
        return (flags(in, at) & flag) == flag;
    }

    /** The serialization id of the frame that starts at {@code at}. */
    public static int serialization(ByteBuf in, int at) {
        return flags(in, at) & SERIALIZATION_MASK;
    }

    /** Appends a header. */
    public static void write(ByteBuf out, int flags, int status, long id, int bodyBytes) {
        out.writeShort(MAGIC).writeByte(flags).writeByte(status).writeLong(id).writeInt(bodyBytes);
    }
}
