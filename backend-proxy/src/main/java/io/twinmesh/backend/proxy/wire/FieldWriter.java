package io.twinmesh.backend.proxy.wire;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.twinmesh.api.Internal;
import io.twinmesh.api.upgrade.CarriedState;
import java.util.function.Consumer;

/**
 * Writes a record: one field after the other, each a number of 16 bits, a length in bytes of 32 bits and that many bytes, all big-endian.
 * A number may come more than once: then it is a list. Numbers are never given a second meaning. Threads: one at a time.
 */
@Internal(since = "0.2")
public final class FieldWriter {

    private final ByteBuf out;

    /** Appends to a buffer, which stays the caller's. */
    public FieldWriter(ByteBuf out) {
        this.out = out;
    }

    /** A number. */
    public FieldWriter put(int field, long value) {
        out.writeShort(field).writeInt(Long.BYTES).writeLong(value);
        return this;
    }

    /** A flag; false is left out. */
    public FieldWriter flag(int field, boolean value) {
        return value ? put(field, 1) : this;
    }

    /** A text. */
    public FieldWriter put(int field, CharSequence text) {
        int at = begin(field);
        ByteBufUtil.writeUtf8(out, text);
        return end(at);
    }

    /** Bytes; the reader index of the buffer stays. */
    public FieldWriter put(int field, ByteBuf bytes) {
        out.writeShort(field)
                .writeInt(bytes.readableBytes())
                .writeBytes(bytes, bytes.readerIndex(), bytes.readableBytes());
        return this;
    }

    /** Bytes. */
    public FieldWriter put(int field, byte[] bytes) {
        out.writeShort(field).writeInt(bytes.length).writeBytes(bytes);
        return this;
    }

    /** Bytes that somebody writes. */
    public FieldWriter bytes(int field, Consumer<ByteBuf> content) {
        int at = begin(field);
        content.accept(out);
        return end(at);
    }

    /** State of a part, in the part's own form. */
    public FieldWriter put(int field, CarriedState state) {
        return record(field, it -> it.put(1, state.version()).put(2, state.bytes()));
    }

    /** A record within this one. */
    public FieldWriter record(int field, Consumer<FieldWriter> content) {
        int at = begin(field);
        content.accept(this);
        return end(at);
    }

    /** Whole fields that another writer wrote; the reader index of the buffer stays. */
    public FieldWriter raw(ByteBuf fields) {
        out.writeBytes(fields, fields.readerIndex(), fields.readableBytes());
        return this;
    }

    private int begin(int field) {
        out.writeShort(field).writeInt(0);
        return out.writerIndex();
    }

    private FieldWriter end(int start) {
        out.setInt(start - Integer.BYTES, out.writerIndex() - start);
        return this;
    }
}
