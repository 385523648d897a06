package io.twinmesh.api.upgrade;

import io.twinmesh.api.Preview;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collection;

/**
 * Writes the fields of a {@link CarriedState}, each under a number, in the form that {@link StateReader} reads. A field that is written
 * twice is a list. Numbers of fields are never used again for something else; a field may be added at any time, because readers skip those
 * they do not know.
 *
 * <p>The form: how many bytes follow; then for each field its number times two, plus one if bytes follow, and the value: a whole number, or
 * a length and as many bytes. Whole numbers are written in groups of seven bits, the lowest first; values with their sign as the lowest bit.
 *
 * <p>Lifecycle: fill, then {@link #state} once. Threading: one thread.
 */
@Preview(since = "0.2")
public final class StateWriter {

    private static final int LONGEST_NUMBER = 10;

    private byte[] bytes = new byte[64];
    private int size;

    /** A state, or a part of one, without fields. */
    public StateWriter() {}

    /** Adds a whole number. */
    public StateWriter number(int field, long value) {
        head(field, false);
        append((value << 1) ^ (value >> 63));
        return this;
    }

    /** Adds a truth value. */
    public StateWriter flag(int field, boolean value) {
        return number(field, value ? 1 : 0);
    }

    /** Adds text. */
    public StateWriter text(int field, String value) {
        return bytes(field, value.getBytes(StandardCharsets.UTF_8));
    }

    /** Adds texts, one by one. */
    public StateWriter texts(int field, Collection<String> values) {
        values.forEach(value -> text(field, value));
        return this;
    }

    /** Adds bytes. */
    public StateWriter bytes(int field, byte[] value) {
        head(field, true);
        append(value.length);
        append(value, value.length);
        return this;
    }

    /** Adds whole numbers as one field. */
    public StateWriter numbers(int field, long... values) {
        StateWriter packed = new StateWriter();
        for (long value : values) {
            packed.append((value << 1) ^ (value >> 63));
        }
        return part(field, packed);
    }

    /** Adds fields as one field. */
    public StateWriter part(int field, StateWriter part) {
        head(field, true);
        append(part.size);
        append(part.bytes, part.size);
        return this;
    }

    /** What was written, as a whole. */
    public CarriedState state(int version) {
        StateWriter whole = new StateWriter();
        whole.append(size);
        whole.append(bytes, size);
        return new CarriedState(version, Arrays.copyOf(whole.bytes, whole.size));
    }

    private void head(int field, boolean sized) {
        append(((long) field << 1) | (sized ? 1 : 0));
    }

    private void append(long bits) {
        room(LONGEST_NUMBER);
        long left = bits;
        while ((left & ~0x7fL) != 0) {
            bytes[size++] = (byte) (left | 0x80);
            left >>>= 7;
        }
        bytes[size++] = (byte) left;
    }

    private void append(byte[] from, int count) {
        room(count);
        System.arraycopy(from, 0, bytes, size, count);
        size += count;
    }

    private void room(int more) {
        if (bytes.length - size < more) {
            bytes = Arrays.copyOf(bytes, Math.addExact(size, Math.max(more, size)));
        }
    }
}
