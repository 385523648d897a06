package io.twinmesh.backend.proxy.tcp;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.nio.charset.StandardCharsets;

/** What is said to somebody who types: Dubbo's own port takes commands such as {@code ls}, this one does not. */
final class TextLine {

    private static final String ANSWER = "twinmesh: this port takes calls, no commands (expected: Dubbo frames)\r\n";

    private TextLine() {}

    /** Whether all of these bytes can be typed. */
    static boolean is(ByteBuf first) {
        return first.forEachByte(TextLine::typed) < 0;
    }

    private static boolean typed(byte value) {
        return value >= ' ' && value < 0x7f || value == '\r' || value == '\n' || value == '\t';
    }

    static ByteBuf answer(ByteBuf like) {
        return ByteBufUtil.encodeString(like.alloc(), java.nio.CharBuffer.wrap(ANSWER), StandardCharsets.US_ASCII);
    }
}
