package io.twinmesh.backend.proxy.dubbo;

import io.netty.buffer.ByteBuf;
import io.twinmesh.api.Internal;

/**
 * What an event frame says.
 *
 * <p>Source: {@code apache/dubbo} ExchangeCodec, HeaderExchangeHandler, CodecSupport.
 */
@Internal(since = "0.1")
public enum EventKind {
    /** Shows that the connection lives; a two-way one is answered. */
    HEARTBEAT,
    /** The provider takes no new calls. */
    READONLY,
    /** The provider takes calls again. */
    WRITEABLE,
    OTHER;

    /** The kind of the event frame that begins at an index and is there whole. */
    public static EventKind of(ByteBuf buf, int at) {
        int body = at + DubboFrame.HEADER_LENGTH;
        int length = DubboFrame.bodyLength(buf, at);
        return switch (DubboFrame.serialization(buf, at)) {
            case DubboFrame.HESSIAN2 -> text(buf, body, length, 0x00);
            case DubboFrame.FASTJSON2 -> length < 4 ? OTHER : text(buf, body + 4, length - 4, JsonbTable.ASCII_DIRECT);
            default -> unknown(buf, at);
        };
    }

    /** A null, or a text of one character whose first byte is this one plus its length. */
    private static EventKind text(ByteBuf buf, int at, int length, int emptyText) {
        if (length == 1) {
            int only = buf.getUnsignedByte(at);
            return only == HessianTable.NULL || only == JsonbTable.NULL ? HEARTBEAT : OTHER;
        }
        return length == 2 && buf.getUnsignedByte(at) == emptyText + 1 ? letter(buf.getByte(at + 1)) : OTHER;
    }

    private static EventKind letter(byte letter) {
        return switch (letter) {
            case 'H' -> HEARTBEAT;
            case 'R' -> READONLY;
            case 'W' -> WRITEABLE;
            default -> OTHER;
        };
    }

    /** In a serialization that is not read here: of the events that Dubbo sends, only heartbeats are answered. */
    private static EventKind unknown(ByteBuf buf, int at) {
        return !DubboFrame.isRequest(buf, at) || DubboFrame.isTwoWay(buf, at) ? HEARTBEAT : OTHER;
    }
}
