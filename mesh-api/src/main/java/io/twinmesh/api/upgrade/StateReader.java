package io.twinmesh.api.upgrade;

import io.twinmesh.api.Preview;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads the fields of a {@link CarriedState} that {@link StateWriter} wrote. Fields that nobody asks for are skipped. Bytes that were cut
 * off, run over, or are none of this form are refused when the reader is made; what a field holds, when it is asked for. It takes room
 * in proportion to the bytes there are, whatever they claim.
 *
 * <p>Threading: one thread. Errors: {@link UpgradeRefusedException}, so read everything before anything is changed.
 */
@Preview(since = "0.2")
public final class StateReader {

    private final String subject;
    private final byte[] bytes;
    private final int end;
    private int at;
    private int count;
    private long[] heads;
    private long[] values;

    private StateReader(String subject, byte[] bytes, int from, int end) {
        this.subject = subject;
        this.bytes = bytes;
        this.at = from;
        this.end = end;
        int fields = Math.min(8, (end - from) / 2);
        this.heads = new long[fields];
        this.values = new long[fields];
    }

    /**
     * Reads a state.
     *
     * @param subject what it is the state of, for messages: {@code state 'stats'}
     * @param newest the newest version that is understood; versions begin with 1
     * @throws UpgradeRefusedException if it is of another version or not whole
     */
    public static StateReader of(String subject, CarriedState state, int newest) {
        if (state.version() < 1 || state.version() > newest) {
            String known = newest == 1 ? "1" : "1 to " + newest;
            throw new UpgradeRefusedException(subject, "version " + state.version(), "version " + known);
        }
        StateReader reader = new StateReader(subject, state.bytes(), 0, state.bytes().length);
        if (reader.bits() != reader.end - reader.at) {
            throw reader.refused(state.bytes().length + " bytes", "as many as the first of them say");
        }
        reader.scan();
        return reader;
    }

    private void scan() {
        while (at < end) {
            if (count == heads.length) {
                heads = Arrays.copyOf(heads, count * 2 + 1);
                values = Arrays.copyOf(values, count * 2 + 1);
            }
            long head = bits();
            heads[count] = head;
            values[count++] = (head & 1) == 0 ? bits() : span();
        }
    }

    /** Where the bytes of a field begin and end, in one number. */
    private long span() {
        long length = bits();
        if (length < 0 || length > end - at) {
            throw refused(length + " bytes in a field", "at most the " + (end - at) + " that are left");
        }
        long span = ((long) at << 32) | (at + length);
        at += (int) length;
        return span;
    }

    private long bits() {
        long bits = 0;
        for (int shift = 0; shift < 64; shift += 7) {
            if (at >= end) {
                throw refused("cut off after " + end + " bytes", "whole fields");
            }
            byte next = bytes[at++];
            bits |= (next & 0x7fL) << shift;
            if (next >= 0) {
                return bits;
            }
        }
        throw refused("a number without an end at byte " + at, "at most 10 bytes");
    }

    private static long signed(long bits) {
        return (bits >>> 1) ^ -(bits & 1);
    }

    /** The value of the last field of this number and kind; -1 if there is none. */
    private int index(int field, int kind) {
        for (int i = count - 1; i >= 0; i--) {
            if (heads[i] == (((long) field << 1) | kind)) {
                return i;
            }
        }
        return -1;
    }

    private int needed(int field, int kind) {
        int index = index(field, kind);
        if (index < 0) {
            throw refused("no field " + field, "one");
        }
        return index;
    }

    /** Whether there is a field of this number, of whichever kind. */
    public boolean has(int field) {
        return index(field, 0) >= 0 || index(field, 1) >= 0;
    }

    /** A whole number that has to be there. */
    public long number(int field) {
        return signed(values[needed(field, 0)]);
    }

    /** A whole number that has to be there and within bounds. */
    public int number(int field, int least, int most) {
        long value = number(field);
        if (value < least || value > most) {
            throw refused(value + " in field " + field, least + " to " + most);
        }
        return (int) value;
    }

    /** A whole number, or something else if it is not there. */
    public long numberOr(int field, long otherwise) {
        int index = index(field, 0);
        return index < 0 ? otherwise : signed(values[index]);
    }

    /** A truth value; false if it is not there. */
    public boolean flag(int field) {
        return numberOr(field, 0) != 0;
    }

    /** Text that has to be there. */
    public String text(int field) {
        return text(values[needed(field, 1)]);
    }

    /** Text, or null if it is not there. */
    public @Nullable String textOrNull(int field) {
        int index = index(field, 1);
        return index < 0 ? null : text(values[index]);
    }

    /** A constant by its name, which has to be there. */
    public <E extends Enum<E>> E word(int field, Class<E> of) {
        String name = text(field);
        for (E constant : of.getEnumConstants()) {
            if (constant.name().equals(name)) {
                return constant;
            }
        }
        throw refused("'" + name + "' in field " + field, "one of " + Arrays.toString(of.getEnumConstants()));
    }

    /** All texts of a field. */
    public List<String> texts(int field) {
        List<String> found = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            if (heads[i] == (((long) field << 1) | 1)) {
                found.add(text(values[i]));
            }
        }
        return found;
    }

    private String text(long span) {
        int from = (int) (span >>> 32);
        return new String(bytes, from, (int) span - from, StandardCharsets.UTF_8);
    }

    /** Bytes that have to be there. */
    public byte[] bytes(int field) {
        long span = values[needed(field, 1)];
        return Arrays.copyOfRange(bytes, (int) (span >>> 32), (int) span);
    }

    /** Whole numbers that have to be there. */
    public long[] numbers(int field) {
        StateReader packed = inside(values[needed(field, 1)]);
        long[] found = new long[packed.end - packed.at];
        int size = 0;
        while (packed.at < packed.end) {
            found[size++] = signed(packed.bits());
        }
        return Arrays.copyOf(found, size);
    }

    /** A part that has to be there. */
    public StateReader part(int field) {
        StateReader part = inside(values[needed(field, 1)]);
        part.scan();
        return part;
    }

    /** All parts of a field. */
    public List<StateReader> parts(int field) {
        List<StateReader> found = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            if (heads[i] == (((long) field << 1) | 1)) {
                StateReader part = inside(values[i]);
                part.scan();
                found.add(part);
            }
        }
        return found;
    }

    private StateReader inside(long span) {
        return new StateReader(subject, bytes, (int) (span >>> 32), (int) span);
    }

    /** A refusal of this state, to be thrown by whoever finds something wrong with what it says. */
    public UpgradeRefusedException refused(String value, String expected) {
        return new UpgradeRefusedException(subject, value, expected);
    }
}
