package io.twinmesh.backend.proxy.dubbo;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * The short texts read last, so that a value that comes again and again is one object. Bounded: a slot holds one text, a new one takes its
 * place. Threading: one thread.
 */
final class TextCache {

    private static final int SLOTS = 512;
    private static final int MAX_LENGTH = 64;

    private final @Nullable String[] slots = new @Nullable String[SLOTS];

    /** The text of bytes that are one character each. */
    String text(ByteBuf buf, int start, int length) {
        if (length > MAX_LENGTH) {
            return buf.toString(start, length, StandardCharsets.ISO_8859_1);
        }
        int slot = Hashing.slot(Hashing.hash(buf, start, length), SLOTS);
        String known = slots[slot];
        if (known != null && same(known, buf, start, length)) {
            return known;
        }
        String text = buf.toString(start, length, StandardCharsets.ISO_8859_1);
        slots[slot] = text;
        return text;
    }

    private static boolean same(String known, ByteBuf buf, int start, int length) {
        if (known.length() != length) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            if (known.charAt(i) != (buf.getByte(start + i) & 0xff)) {
                return false;
            }
        }
        return true;
    }
}
