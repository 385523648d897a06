package io.twinmesh.benchmarks.wire;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** Writes and skips the few hessian2 forms an echo call needs: ASCII strings below 32,768 characters and string maps. */
public final class Hessian {

    private static final int MAX_DIRECT = 0x1f;
    private static final int MAX_SHORT = 0x3ff;
    private static final int MAX_CHARACTERS = 0x7fff;

    private Hessian() {}

    /** Appends an ASCII string. */
    public static void writeString(ByteBuf out, String value) {
        int length = value.length();
        if (length <= MAX_DIRECT) {
            out.writeByte(length);
        } else if (length <= MAX_SHORT) {
            out.writeByte(0x30 + (length >> 8)).writeByte(length);
        } else if (length <= MAX_CHARACTERS) {
            out.writeByte('S').writeShort(length);
        } else {
            throw new IllegalArgumentException("string: " + length + " characters (expected: at most 32767)");
        }
        out.writeCharSequence(value, StandardCharsets.US_ASCII);
    }

    /** Appends an untyped map, entries in iteration order. */
    public static void writeMap(ByteBuf out, Map<String, String> entries) {
        out.writeByte('H');
        entries.forEach((key, value) -> {
            writeString(out, key);
            writeString(out, value);
        });
        out.writeByte('Z');
    }

    /** The position behind the ASCII string that starts at {@code at}. */
    public static int skipString(ByteBuf in, int at) {
        int tag = in.getUnsignedByte(at);
        if (tag <= MAX_DIRECT) {
            return at + 1 + tag;
        }
        if (tag >= 0x30 && tag <= 0x33) {
            return at + 2 + ((tag - 0x30) << 8) + in.getUnsignedByte(at + 1);
        }
        if (tag == 'S') {
            return at + 3 + in.getUnsignedShort(at + 1);
        }
        throw new IllegalArgumentException(String.format("hessian2 tag: 0x%02x (expected: a string)", tag));
    }
}
