package io.twinmesh.benchmarks.wire;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.util.Map;

/** Whole Dubbo2 frames of the echo call, with hessian2 bodies. */
public final class EchoFrames {

    private static final String PROTOCOL = "2.0.2";
    private static final int VALUE_WITH_ATTACHMENTS = 0x94;
    private static final int STRINGS_BEFORE_ARGUMENT = 5;
    private static final byte[] REPLY_ATTACHMENTS = replyAttachments();

    private EchoFrames() {}

    /** A request frame with id 0; the sender patches the id at {@link DubboHeader#ID_OFFSET}. */
    public static byte[] request(EchoCall call) {
        ByteBuf frame = Unpooled.buffer();
        DubboHeader.write(frame, DubboHeader.REQUEST | DubboHeader.TWO_WAY | DubboHeader.HESSIAN2, 0, 0, 0);
        Hessian.writeString(frame, PROTOCOL);
        Hessian.writeString(frame, call.service());
        Hessian.writeString(frame, call.version());
        Hessian.writeString(frame, call.method());
        Hessian.writeString(frame, call.descriptor());
        Hessian.writeString(frame, call.argument());
        Hessian.writeMap(frame, call.attachments());
        frame.setInt(DubboHeader.LENGTH_OFFSET, frame.readableBytes() - DubboHeader.BYTES);
        return ByteBufUtil.getBytes(frame);
    }

    /** The body of the reply that must come back for {@code call}. */
    public static byte[] replyBody(EchoCall call) {
        ByteBuf body = Unpooled.buffer();
        body.writeByte(VALUE_WITH_ATTACHMENTS);
        Hessian.writeString(body, call.argument());
        body.writeBytes(REPLY_ATTACHMENTS);
        return ByteBufUtil.getBytes(body);
    }

    /** Appends the reply to the echo request that starts at {@code at}: its argument, byte by byte, and attachments. */
    public static void writeReply(ByteBuf request, int at, ByteBuf out) {
        int start = argumentStart(request, at + DubboHeader.BYTES);
        int argumentBytes = Hessian.skipString(request, start) - start;
        int bodyBytes = 1 + argumentBytes + REPLY_ATTACHMENTS.length;
        DubboHeader.write(out, DubboHeader.HESSIAN2, DubboHeader.OK, DubboHeader.id(request, at), bodyBytes);
        out.writeByte(VALUE_WITH_ATTACHMENTS);
        out.writeBytes(request, start, argumentBytes);
        out.writeBytes(REPLY_ATTACHMENTS);
    }

    /** Appends a reply saying that the request with this id could not be read. */
    public static void writeBadRequest(long id, ByteBuf out) {
        String text = "echo: request not understood (expected: one String argument in hessian2)";
        int start = out.writerIndex();
        DubboHeader.write(out, DubboHeader.HESSIAN2, DubboHeader.BAD_REQUEST, id, 0);
        Hessian.writeString(out, text);
        out.setInt(start + DubboHeader.LENGTH_OFFSET, out.writerIndex() - start - DubboHeader.BYTES);
    }

    /** Appends the answer to the heartbeat that starts at {@code at}: same serialization, id and body bytes. */
    public static void writeHeartbeatReply(ByteBuf request, int at, int frameBytes, ByteBuf out) {
        int flags = DubboHeader.EVENT | DubboHeader.serialization(request, at);
        int bodyBytes = frameBytes - DubboHeader.BYTES;
        DubboHeader.write(out, flags, DubboHeader.OK, DubboHeader.id(request, at), bodyBytes);
        out.writeBytes(request, at + DubboHeader.BYTES, bodyBytes);
    }

    private static int argumentStart(ByteBuf request, int bodyStart) {
        int position = bodyStart;
        for (int i = 0; i < STRINGS_BEFORE_ARGUMENT; i++) {
            position = Hessian.skipString(request, position);
        }
        return position;
    }

    private static byte[] replyAttachments() {
        ByteBuf out = Unpooled.buffer();
        Hessian.writeMap(out, Map.of("dubbo", PROTOCOL));
        return ByteBufUtil.getBytes(out);
    }
}
