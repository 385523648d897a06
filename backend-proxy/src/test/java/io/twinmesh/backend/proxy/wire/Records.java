package io.twinmesh.backend.proxy.wire;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.util.Arrays;
import java.util.function.UnaryOperator;

/** Records as another build, or somebody hostile, would have written them. Knows the form of a field, and nothing else of the code under test. */
public final class Records {

    private static final int HEADER = Short.BYTES + Integer.BYTES;
    private static final int UNKNOWN = 900;

    private Records() {}

    /**
     * Changes every record that a path leads to.
     *
     * @param path numbers of the fields from the outermost record on; without any, it is that one
     */
    public static byte[] edit(byte[] record, UnaryOperator<byte[]> change, int... path) {
        return path.length == 0 ? change.apply(record) : editInside(record, change, path);
    }

    private static byte[] editInside(byte[] record, UnaryOperator<byte[]> change, int... path) {
        int[] further = Arrays.copyOfRange(path, 1, path.length);
        ByteBuf in = Unpooled.wrappedBuffer(record);
        ByteBuf out = Unpooled.buffer();
        while (in.isReadable()) {
            int field = in.readUnsignedShort();
            byte[] content = new byte[in.readInt()];
            in.readBytes(content);
            write(out, field, field == path[0] ? edit(content, change, further) : content);
        }
        return ByteBufUtil.getBytes(out);
    }

    private static void write(ByteBuf out, int field, byte[] content) {
        out.writeShort(field).writeInt(content.length).writeBytes(content);
    }

    /** With a field at the end, of every record that a path leads to, that this build does not know. */
    public static byte[] extended(byte[] record, int... path) {
        return edit(record, bytes -> with(bytes, UNKNOWN, new byte[] {1, 2, 3}), path);
    }

    /** With a field at the end. */
    public static byte[] with(byte[] record, int field, byte[] content) {
        ByteBuf out = Unpooled.buffer().writeBytes(record);
        write(out, field, content);
        return ByteBufUtil.getBytes(out);
    }

    /** Without a field of every record that a path leads to. */
    public static byte[] without(byte[] record, int field, int... path) {
        return edit(record, bytes -> without(bytes, field), path);
    }

    private static byte[] without(byte[] record, int field) {
        ByteBuf in = Unpooled.wrappedBuffer(record);
        ByteBuf out = Unpooled.buffer();
        while (in.isReadable()) {
            int length = HEADER + in.getInt(in.readerIndex() + Short.BYTES);
            if (in.getUnsignedShort(in.readerIndex()) == field) {
                in.skipBytes(length);
            } else {
                out.writeBytes(in, length);
            }
        }
        return ByteBufUtil.getBytes(out);
    }
}
