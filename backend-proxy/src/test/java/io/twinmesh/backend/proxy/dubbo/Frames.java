package io.twinmesh.backend.proxy.dubbo;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;

/** Frames as text in hexadecimal, and views on them. */
final class Frames {

    static final String HESSIAN2_REQUEST = """
            da bb c2 00 00 00 00 00 00 00 00 01 00 00 00 7f 05 32 2e 30 2e 32 0a 64 65 6d 6f 2e 48 65 6c 6c
            6f 05 31 2e 30 2e 30 03 73 61 79 13 4c 6a 61 76 61 2f 6c 61 6e 67 2f 53 74 72 69 6e 67 3b 49 03
            62 6f 62 97 48 04 70 61 74 68 0a 64 65 6d 6f 2e 48 65 6c 6c 6f 09 69 6e 74 65 72 66 61 63 65 0a
            64 65 6d 6f 2e 48 65 6c 6c 6f 07 76 65 72 73 69 6f 6e 05 31 2e 30 2e 30 07 74 69 6d 65 6f 75 74
            04 31 30 30 30 05 67 72 6f 75 70 02 67 31 5a""";

    static final String FASTJSON2_REQUEST = """
            da bb d7 00 00 00 00 00 00 00 00 02 00 00 00 b9
            00 00 00 06 4e 32 2e 30 2e 32 00 00 00 0b 53 64 65 6d 6f 2e 48 65 6c
            6c 6f 00 00 00 06 4e 31 2e 30 2e 30 00 00 00 04 4c 73 61 79 00 00 00 14 5c 4c 6a 61 76 61 2f 6c 61
            6e 67 2f 53 74 72 69 6e 67 3b 49 00 00 00 04 4c 62 6f 62 00 00 00 01 07 00 00 00 65 a6 4d 70 61 74
            68 53 64 65 6d 6f 2e 48 65 6c 6c 6f 5b 72 65 6d 6f 74 65 2e 61 70 70 6c 69 63 61 74 69 6f 6e 4f 63
            61 6c 6c 65 72 52 69 6e 74 65 72 66 61 63 65 53 64 65 6d 6f 2e 48 65 6c 6c 6f 50 76 65 72 73 69 6f
            6e 4e 31 2e 30 2e 30 50 74 69 6d 65 6f 75 74 4d 31 30 30 30 4e 67 72 6f 75 70 4b 67 31 a5""";

    private Frames() {}

    static ByteBuf of(String hex) {
        return Unpooled.wrappedBuffer(ByteBufUtil.decodeHexDump(hex.replaceAll("\\s", "")));
    }

    static String hex(ByteBuf buf) {
        return ByteBufUtil.hexDump(buf).replaceAll("..(?!$)", "$0 ");
    }

    /** A hessian2 request frame with this body, in bytes without a header. */
    static ByteBuf hessian2(byte[] body) {
        ByteBuf out = Unpooled.buffer(DubboFrame.HEADER_LENGTH + body.length, DubboFrame.HEADER_LENGTH + body.length);
        DubboFrame.writeHeader(out, 0xc0 | DubboFrame.HESSIAN2, 0, 1, body.length);
        return out.writeBytes(body);
    }

    static DubboRequest view(ByteBuf frame) {
        return view(frame, new MethodTable());
    }

    static DubboRequest view(ByteBuf frame, MethodTable table) {
        DubboRequest request = new DubboRequest(table);
        request.wrap(frame, frame.readerIndex(), frame.readableBytes());
        return request;
    }
}
