package io.twinmesh.backend.proxy.dubbo;

import io.netty.buffer.ByteBuf;
import io.twinmesh.api.RpcRequest;
import org.jspecify.annotations.Nullable;

/** The numbers, truth values and texts of JSONB, as objects. */
final class JsonbScalars {

    private JsonbScalars() {}

    /** The value at an index inside the body; null for null and for what is cut short. */
    static @Nullable Object scalar(JsonbReader in, int at) {
        if (in.text(at) != ValueReader.OTHER) {
            return in.textAt(at);
        }
        int stop = in.skip(at);
        return stop < 0 ? null : whole(in.buf, at, in.byteAt(at));
    }

    /** The value at an index where one stands whole. */
    private static @Nullable Object whole(ByteBuf buf, int at, int first) {
        return switch (first) {
            case JsonbTable.NULL -> null;
            case 0xb0 -> false;
            case 0xb1 -> true;
            case JsonbTable.CHAR -> character(buf, at + 1);
            default -> number(buf, at, first);
        };
    }

    private static Object character(ByteBuf buf, int at) {
        return isInt(buf.getUnsignedByte(at)) ? String.valueOf((char) intAt(buf, at)) : RpcRequest.OPAQUE;
    }

    private static Object number(ByteBuf buf, int at, int first) {
        if (isInt(first)) {
            return intAt(buf, at);
        }
        if (isLong(first)) {
            return longAt(buf, at);
        }
        return switch (first) {
            case JsonbTable.INT8 -> (int) buf.getByte(at + 1);
            case JsonbTable.INT16 -> (int) buf.getShort(at + 1);
            default -> floating(buf, at, first);
        };
    }

    private static Object floating(ByteBuf buf, int at, int first) {
        return switch (first) {
            case 0xb2 -> 0.0;
            case 0xb3 -> 1.0;
            case 0xb4, 0xb6 -> whole(buf, at + 1);
            case 0xb5 -> buf.getDouble(at + 1);
            case 0xb7 -> Double.valueOf(Float.toString(buf.getFloat(at + 1)));
            default -> RpcRequest.OPAQUE;
        };
    }

    /** A floating number without fraction, written as a whole one. */
    private static Object whole(ByteBuf buf, int at) {
        int first = buf.getUnsignedByte(at);
        if (isInt(first)) {
            return (double) intAt(buf, at);
        }
        return isLong(first) ? (Object) (double) longAt(buf, at) : RpcRequest.OPAQUE;
    }

    static boolean isInt(int first) {
        return first <= JsonbTable.INT32 || first >= 0xf0;
    }

    private static boolean isLong(int first) {
        return first >= 0xbe && first < 0xf0;
    }

    /** The int at an index where one stands whole. */
    static int intAt(ByteBuf buf, int at) {
        int first = buf.getUnsignedByte(at);
        if (first == JsonbTable.INT32) {
            return buf.getInt(at + 1);
        }
        if (first < 0x30 || first >= 0xf0) {
            return (byte) first;
        }
        return first < 0x40
                ? (first - 0x38 << 8) + buf.getUnsignedByte(at + 1)
                : (first - 0x44 << 16) + buf.getUnsignedShort(at + 1);
    }

    private static long longAt(ByteBuf buf, int at) {
        int first = buf.getUnsignedByte(at);
        if (first == 0xbe) {
            return buf.getLong(at + 1);
        }
        if (first == 0xbf) {
            return buf.getInt(at + 1);
        }
        if (first < 0xc8) {
            return (first - 0xc4L << 16) + buf.getUnsignedShort(at + 1);
        }
        return first < 0xd8 ? (first - 0xd0L << 8) + buf.getUnsignedByte(at + 1) : first - 0xe0;
    }
}
