package io.twinmesh.backend.proxy.dubbo;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.twinmesh.api.Outcome;
import java.nio.charset.StandardCharsets;

/**
 * What a response with the status OK brings: a value, an exception of the service, or the one that the framework over there puts in a result
 * when it lets no call reach the service. The class of an exception is the first thing in it, in both serializations.
 *
 * <p>Source: {@code apache/dubbo} DubboCodec, {@code apache/dubbo-hessian-lite} Hessian2Output, {@code alibaba/fastjson2} JSONWriterJSONB.
 */
final class ThrownValue {

    private static final byte[] FRAMEWORK = "org.apache.dubbo.rpc.RpcException".getBytes(StandardCharsets.US_ASCII);
    private static final ByteBuf HESSIAN2 = beginning(HessianTable.CLASS, HessianTable.STRING_SHORT, FRAMEWORK.length);
    private static final ByteBuf FASTJSON2 = beginning(JsonbTable.TYPED, JsonbTable.ASCII_DIRECT + FRAMEWORK.length);

    private ThrownValue() {}

    private static ByteBuf beginning(int... first) {
        ByteBuf bytes = Unpooled.buffer(first.length + FRAMEWORK.length);
        for (int each : first) {
            bytes.writeByte(each);
        }
        return bytes.writeBytes(FRAMEWORK);
    }

    /** How the call ended whose response has the status OK, begins at an index and is there whole. */
    static Outcome outcomeOf(ByteBuf response, int at) {
        int body = at + DubboFrame.HEADER_LENGTH;
        int end = body + DubboFrame.bodyLength(response, at);
        return switch (DubboFrame.serialization(response, at)) {
            case DubboFrame.HESSIAN2 -> hessian2(response, body, end);
            case DubboFrame.FASTJSON2 -> fastjson2(response, body, end);
            default -> Outcome.OK;
        };
    }

    private static Outcome hessian2(ByteBuf response, int body, int end) {
        return end > body && isException(response.getUnsignedByte(body) - 0x90)
                ? thrown(response, body + 1, end, HESSIAN2)
                : Outcome.OK;
    }

    /** Each value has its length before it. */
    private static Outcome fastjson2(ByteBuf response, int body, int end) {
        return end - body >= 6
                        && response.getUnsignedByte(body + 4) == JsonbTable.INT8
                        && isException(response.getByte(body + 5))
                ? thrown(response, body + 10, end, FASTJSON2)
                : Outcome.OK;
    }

    private static boolean isException(int type) {
        return type == 0 || type == 3;
    }

    private static Outcome thrown(ByteBuf response, int at, int end, ByteBuf framework) {
        int length = framework.readableBytes();
        return length <= end - at && ByteBufUtil.equals(response, at, framework, 0, length)
                ? Outcome.SERVER_ERROR
                : Outcome.BUSINESS_ERROR;
    }
}
