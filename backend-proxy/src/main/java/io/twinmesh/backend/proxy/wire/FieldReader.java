package io.twinmesh.backend.proxy.wire;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.twinmesh.api.Internal;
import io.twinmesh.api.upgrade.CarriedState;
import io.twinmesh.api.upgrade.UpgradeRefusedException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads what {@link FieldWriter} wrote. Fields it is not asked for are passed over, so that a newer writer can add some. Nothing is
 * allocated for what a length claims but for what is there. Threads: one at a time.
 *
 * <p>Errors: whatever is missing or malformed is an {@link UpgradeRefusedException} that names record and field.
 */
@Internal(since = "0.2")
public final class FieldReader {

    private static final int HEADER = Short.BYTES + Integer.BYTES;

    private final Name name;
    private final ByteBuf in;

    private FieldReader(Name name, ByteBuf in) {
        this.name = name;
        this.in = in;
    }

    /**
     * What a record is called in messages; put together when there is one.
     *
     * @param own of a record that is in no other
     * @param number of the field it is
     * @param index among those with that number, -1 for the only one
     */
    private record Name(@Nullable Name parent, String own, int number, int index) {

        static Name of(String own) {
            return new Name(null, own, 0, -1);
        }

        Name child(int field, int index) {
            return new Name(this, "", field, index);
        }

        @Override
        public String toString() {
            String within = parent == null ? own : parent + "." + number;
            return index < 0 ? within : within + "[" + index + "]";
        }
    }

    /**
     * A record.
     *
     * @param name says in messages what it is
     * @param bytes stay the caller's and must live as long as the reader
     * @throws UpgradeRefusedException if the bytes are not whole fields
     */
    public static FieldReader of(String name, ByteBuf bytes) {
        return of(Name.of(name), bytes.slice());
    }

    private static FieldReader of(Name name, ByteBuf bytes) {
        FieldReader reader = new FieldReader(name, bytes);
        int end = reader.in.writerIndex();
        int at = 0;
        while (at < end) {
            at = reader.next(at, end);
        }
        return reader;
    }

    private int next(int at, int end) {
        long length = end - at < HEADER ? -1 : in.getInt(at + Short.BYTES);
        if (length < 0 || at + HEADER + length > end) {
            throw new UpgradeRefusedException(name.toString(), "ends within a field", "whole fields");
        }
        return (int) (at + HEADER + length);
    }

    /** Index of a field's header at or behind a place, or -1. */
    private int find(int field, int from) {
        int at = from;
        while (at < in.writerIndex()) {
            if (in.getUnsignedShort(at) == field) {
                return at;
            }
            at += HEADER + in.getInt(at + Short.BYTES);
        }
        return -1;
    }

    private ByteBuf content(int at) {
        return in.slice(at + HEADER, in.getInt(at + Short.BYTES));
    }

    private int wanted(int field) {
        int at = find(field, 0);
        if (at < 0) {
            throw new UpgradeRefusedException(name.toString(), "no field " + field, "one, it is mandatory");
        }
        return at;
    }

    /** Whether a field is there. */
    public boolean has(int field) {
        return find(field, 0) >= 0;
    }

    /** A number that must be there. */
    public long number(int field) {
        ByteBuf content = content(wanted(field));
        if (content.readableBytes() != Long.BYTES) {
            throw new UpgradeRefusedException(
                    name.toString(), "field " + field + " of " + content.readableBytes() + " bytes", "8");
        }
        return content.getLong(0);
    }

    /** A number, or another value if it is not there. */
    public long number(int field, long otherwise) {
        return has(field) ? number(field) : otherwise;
    }

    /** A number that must be there and within bounds. */
    public int number(int field, int min, int max) {
        long value = number(field);
        if (value < min || value > max) {
            throw new UpgradeRefusedException(name.toString(), "field " + field + " is " + value, min + " to " + max);
        }
        return (int) value;
    }

    public boolean flag(int field) {
        return number(field, 0) != 0;
    }

    /** A text that must be there. */
    public String text(int field) {
        return content(wanted(field)).toString(StandardCharsets.UTF_8);
    }

    /** A text, or null if it is not there. */
    public @Nullable String textOrNull(int field) {
        return has(field) ? text(field) : null;
    }

    /** Bytes, empty if they are not there; a view that lives as long as the record. */
    public ByteBuf bytes(int field) {
        int at = find(field, 0);
        return at < 0 ? Unpooled.EMPTY_BUFFER : content(at);
    }

    /** A copy of bytes that must be there. */
    public byte[] array(int field) {
        return ByteBufUtil.getBytes(content(wanted(field)));
    }

    /** State of a part, in the part's own form. */
    public CarriedState state(int field) {
        FieldReader state = record(field);
        return new CarriedState(state.number(1, 0, Integer.MAX_VALUE), state.array(2));
    }

    /** Every record with this number, in the order written. */
    public List<FieldReader> records(int field) {
        List<FieldReader> found = new ArrayList<>();
        for (int at = find(field, 0); at >= 0; at = find(field, next(at, in.writerIndex()))) {
            found.add(of(name.child(field, found.size()), content(at)));
        }
        return found;
    }

    /** The one record with this number. */
    public FieldReader record(int field) {
        return of(name.child(field, -1), content(wanted(field)));
    }

    @Override
    public String toString() {
        return "FieldReader[" + name + ", " + in.writerIndex() + " bytes]";
    }
}
