package io.twinmesh.backend.proxy.dubbo;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Reads the values of a request body where they lie. One reader per serialization; positions are indexes of the frame's buffer.
 *
 * <p>Every method that moves answers the index after what it read, {@link #MALFORMED} if the bytes are none of this serialization or reach
 * past the frame, or {@link #OTHER} if they are a value of another kind than asked for. Nothing throws, nothing reads past the end.
 *
 * <p>Lifecycle: {@link #begin} for every body. Threading: one thread.
 */
abstract class ValueReader {

    static final int MALFORMED = -1;
    static final int OTHER = -2;

    /** Elements of a list that says by a mark where it ends. */
    static final int OPEN = -1;

    /** Deepest nesting that is followed; peers of Dubbo overflow their stacks before it. */
    static final int MAX_DEPTH = 4096;

    private static final long HIGH_BITS = 0x8080808080808080L;

    ByteBuf buf = Unpooled.EMPTY_BUFFER;
    int end;

    /** Where the text that {@link #text} found begins. */
    int textStart;

    /** Bytes of the text that {@link #text} found if each is one character, else -1. */
    int textLength;

    /** Elements of the list that {@link #openList} opened, or {@link #OPEN}. */
    int elements;

    private final TextCache texts;

    ValueReader(TextCache texts) {
        this.texts = texts;
    }

    /** Starts on a body that ends at an index. */
    void begin(ByteBuf frame, int bodyEnd) {
        buf = frame;
        end = bodyEnd;
    }

    /** Passes over one of the values a body consists of. */
    abstract int next(int at);

    /** Where such a value's own bytes begin, or {@link #MALFORMED} if it has none. */
    abstract int content(int at);

    /** Passes over a value inside another. */
    abstract int skip(int at);

    /** Finds text: sets {@link #textStart} and {@link #textLength}. */
    abstract int text(int at);

    /** The text at a position that {@link #text} found, when its characters are not one byte each. */
    abstract @Nullable String wideText(int at);

    /** The value at a position in the normal form of {@link io.twinmesh.api.RpcRequest}. */
    abstract @Nullable Object scalar(int at);

    /** Enters a list: the index of its first element; sets {@link #elements}. */
    abstract int openList(int at);

    /** Enters a map: the index of its first key. */
    abstract int openMap(int at);

    /** Whether null stands here. */
    abstract boolean isNull(int at);

    /** Whether the mark that ends a map or an open list stands here. */
    abstract boolean closes(int at);

    /** The text at a position, or null if there is none. */
    final @Nullable String textAt(int at) {
        if (text(at) < 0) {
            return null;
        }
        return textLength < 0 ? wideText(at) : texts.text(buf, textStart, textLength);
    }

    /** Whether the text found begins here and reads like this. */
    final boolean textIs(int at, String expected) {
        if (text(at) < 0) {
            return false;
        }
        return textLength < 0 ? expected.equals(wideText(at)) : narrowTextIs(expected);
    }

    private boolean narrowTextIs(String expected) {
        if (expected.length() != textLength) {
            return false;
        }
        for (int i = 0; i < textLength; i++) {
            if ((buf.getByte(textStart + i) & 0xff) != expected.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /** An index some bytes further on, if they are there. */
    final int plus(int at, int bytes) {
        return bytes >= 0 && bytes <= end - at ? at + bytes : MALFORMED;
    }

    final int byteAt(int at) {
        return buf.getByte(at) & 0xff;
    }

    /** Whether so many bytes, 1 to 8, are ASCII; looks at 8 bytes at once where it can. */
    final boolean isAscii(int at, int count) {
        if (count <= end - at && at + 8 <= end) {
            return (buf.getLong(at) & (HIGH_BITS << (8 - count) * 8)) == 0;
        }
        for (int i = 0; i < count; i++) {
            if (at + i >= end || buf.getByte(at + i) < 0) {
                return false;
            }
        }
        return true;
    }

    final String latin1(int start, int length) {
        return buf.toString(start, length, StandardCharsets.ISO_8859_1);
    }
}
