package io.twinmesh.backend.proxy.dubbo;

import io.netty.buffer.ByteBuf;
import io.twinmesh.api.RpcRequest;
import org.jspecify.annotations.Nullable;

/** The numbers, truth values and texts of hessian2, as objects. */
final class HessianScalars {

    private HessianScalars() {}

    /** The value at an index inside the body; null for null and for what is cut short. */
    static @Nullable Object scalar(HessianReader in, int at) {
        int first = in.byteAt(at);
        if (in.text(at) != ValueReader.OTHER) {
            return in.textAt(at);
        }
        int size = HessianTable.size(first);
        if (size == 0) {
            return RpcRequest.OPAQUE;
        }
        return in.plus(at, size) < 0 ? null : fixed(in.buf, at, first);
    }

    private static @Nullable Object fixed(ByteBuf buf, int at, int first) {
        return switch (first) {
            case 'N' -> null;
            case 'T' -> true;
            case 'F' -> false;
            default -> number(buf, at, first);
        };
    }

    private static Object number(ByteBuf buf, int at, int first) {
        if (isInt(first)) {
            return intAt(buf, at);
        }
        if (isLong(first)) {
            return longAt(buf, at);
        }
        return isDouble(first) ? (Object) doubleAt(buf, at) : RpcRequest.OPAQUE;
    }

    static boolean isInt(int first) {
        return first >= 0x80 && first <= 0xd7 || first == 'I';
    }

    private static boolean isLong(int first) {
        return first >= 0xd8 || first >> 3 == 0x38 >> 3 || first == 0x59 || first == 'L';
    }

    private static boolean isDouble(int first) {
        return first >= 0x5b && first <= 0x5f || first == 'D';
    }

    /** The int at an index where one stands whole. */
    static int intAt(ByteBuf buf, int at) {
        int first = buf.getUnsignedByte(at);
        if (first == 'I') {
            return buf.getInt(at + 1);
        }
        if (first < 0xc0) {
            return first - 0x90;
        }
        return first < 0xd0
                ? (first - 0xc8 << 8) + buf.getUnsignedByte(at + 1)
                : (first - 0xd4 << 16) + buf.getUnsignedShort(at + 1);
    }

    private static long longAt(ByteBuf buf, int at) {
        int first = buf.getUnsignedByte(at);
        if (first == 'L') {
            return buf.getLong(at + 1);
        }
        if (first == 0x59) {
            return buf.getInt(at + 1);
        }
        if (first < 0x40) {
            return (first - 0x3cL << 16) + buf.getUnsignedShort(at + 1);
        }
        return first < 0xf0 ? first - 0xe0 : (first - 0xf8L << 8) + buf.getUnsignedByte(at + 1);
    }

    private static double doubleAt(ByteBuf buf, int at) {
        return switch (buf.getByte(at)) {
            case 0x5b -> 0;
            case 0x5c -> 1;
            case 0x5d -> buf.getByte(at + 1);
            case 0x5e -> buf.getShort(at + 1);
            case 0x5f -> 0.001 * buf.getInt(at + 1);
            default -> buf.getDouble(at + 1);
        };
    }
}
