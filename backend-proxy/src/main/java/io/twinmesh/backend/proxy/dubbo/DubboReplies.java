package io.twinmesh.backend.proxy.dubbo;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.twinmesh.api.Internal;
import io.twinmesh.api.Outcome;

/**
 * Writes the frames a peer of Dubbo makes up by itself, and reads how a call ended.
 *
 * <p>Frames are written at the buffer's writer index. Threading: any thread.
 *
 * <p>Source: {@code apache/dubbo} ExchangeCodec, DubboCodec, FastJson2ObjectOutput.
 */
@Internal(since = "0.1")
public final class DubboReplies {

    /** Longer texts of errors are cut. */
    private static final int MAX_TEXT = 4096;

    private static final int MAX_ECHO = 1024;
    private static final int JSONB_DIRECT_LENGTH = 47;

    private DubboReplies() {}

    /**
     * Writes the reply of a call that failed. In a serialization that cannot be written here the text is left out, which a client of Dubbo reports
     * as an error of its own with the same id.
     *
     * @param status one of the constants of {@link DubboFrame} other than {@code OK}
     */
    public static void error(ByteBuf out, int serialization, long id, int status, String text) {
        int start = out.writerIndex();
        DubboFrame.writeHeader(out, serialization, status, id, 0);
        writeText(out, serialization, text.length() <= MAX_TEXT ? text : text.substring(0, MAX_TEXT));
        patchLength(out, start);
    }

    /** Writes the reply to a heartbeat: the id and the null of the request. */
    public static void heartbeatReply(ByteBuf out, ByteBuf request, int at) {
        int serialization = DubboFrame.serialization(request, at);
        int start = out.writerIndex();
        DubboFrame.writeHeader(
                out, DubboFrame.EVENT | serialization, DubboFrame.OK, DubboFrame.requestId(request, at), 0);
        if (canWrite(serialization)) {
            writeNull(out, serialization);
        } else {
            int length = Math.min(DubboFrame.bodyLength(request, at), MAX_ECHO);
            out.writeBytes(request, at + DubboFrame.HEADER_LENGTH, length);
        }
        patchLength(out, start);
    }

    /** Writes a heartbeat that wants a reply. */
    public static void heartbeat(ByteBuf out, int serialization, long id) {
        int start = out.writerIndex();
        int written = writable(serialization);
        DubboFrame.writeHeader(out, DubboFrame.REQUEST | DubboFrame.TWO_WAY | DubboFrame.EVENT | written, 0, id, 0);
        writeNull(out, written);
        patchLength(out, start);
    }

    /** Writes the event by which a provider asks for no new calls. */
    public static void readOnly(ByteBuf out, int serialization, long id) {
        event(out, serialization, id, "R");
    }

    /** Writes the event by which a provider asks for calls again. */
    public static void writeable(ByteBuf out, int serialization, long id) {
        event(out, serialization, id, "W");
    }

    private static void event(ByteBuf out, int serialization, long id, String letter) {
        int start = out.writerIndex();
        int written = writable(serialization);
        DubboFrame.writeHeader(out, DubboFrame.REQUEST | DubboFrame.EVENT | written, 0, id, 0);
        writeText(out, written, letter);
        patchLength(out, start);
    }

    /** How the call ended whose response frame begins at an index and is there whole. */
    public static Outcome outcomeOf(ByteBuf response, int at) {
        int status = DubboFrame.status(response, at);
        if (status == DubboFrame.OK) {
            return ThrownValue.outcomeOf(response, at);
        }
        boolean timeout = status == DubboFrame.CLIENT_TIMEOUT || status == DubboFrame.SERVER_TIMEOUT;
        return timeout ? Outcome.TIMEOUT : Outcome.SERVER_ERROR;
    }

    private static boolean canWrite(int serialization) {
        return serialization == DubboFrame.HESSIAN2 || serialization == DubboFrame.FASTJSON2;
    }

    /** The serialization itself, or hessian2, which every peer reads, in place of one that cannot be written here. */
    private static int writable(int serialization) {
        return canWrite(serialization) ? serialization : DubboFrame.HESSIAN2;
    }

    private static void writeNull(ByteBuf out, int serialization) {
        if (serialization == DubboFrame.HESSIAN2) {
            out.writeByte(HessianTable.NULL);
        } else {
            out.writeInt(1);
            out.writeByte(JsonbTable.NULL);
        }
    }

    private static void writeText(ByteBuf out, int serialization, String text) {
        if (serialization == DubboFrame.HESSIAN2) {
            writeHessian(out, text);
        } else if (serialization == DubboFrame.FASTJSON2) {
            writeJsonb(out, text);
        }
    }

    private static void writeHessian(ByteBuf out, String text) {
        if (text.length() < 0x20) {
            out.writeByte(text.length());
        } else if (text.length() < 0x400) {
            out.writeShort((HessianTable.STRING_SHORT << 8) + text.length());
        } else {
            out.writeByte(HessianTable.STRING);
            out.writeShort(text.length());
        }
        for (int i = 0; i < text.length(); i++) {
            writeUnit(out, text.charAt(i));
        }
    }

    private static void writeUnit(ByteBuf out, char unit) {
        if (unit < 0x80) {
            out.writeByte(unit);
        } else if (unit < 0x800) {
            out.writeByte(0xc0 | unit >> 6);
            out.writeByte(0x80 | unit & 0x3f);
        } else {
            out.writeByte(0xe0 | unit >> 12);
            out.writeByte(0x80 | unit >> 6 & 0x3f);
            out.writeByte(0x80 | unit & 0x3f);
        }
    }

    private static void writeJsonb(ByteBuf out, String text) {
        int start = out.writerIndex();
        out.writeInt(0);
        int bytes = ByteBufUtil.utf8Bytes(text);
        if (bytes == text.length() && bytes <= JSONB_DIRECT_LENGTH) {
            out.writeByte(JsonbTable.ASCII_DIRECT + bytes);
        } else {
            out.writeByte(bytes == text.length() ? JsonbTable.ASCII : JsonbTable.UTF8);
            out.writeByte(JsonbTable.INT32);
            out.writeInt(bytes);
        }
        ByteBufUtil.writeUtf8(out, text);
        out.setInt(start, out.writerIndex() - start - 4);
    }

    private static void patchLength(ByteBuf out, int start) {
        out.setInt(start + 12, out.writerIndex() - start - DubboFrame.HEADER_LENGTH);
    }
}
