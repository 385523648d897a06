package io.twinmesh.backend.proxy.dubbo;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import org.apache.dubbo.common.URL;
import org.apache.dubbo.common.Version;
import org.apache.dubbo.common.utils.SerializeSecurityManager;
import org.apache.dubbo.remoting.Codec2;
import org.apache.dubbo.remoting.buffer.ChannelBuffer;
import org.apache.dubbo.remoting.buffer.ChannelBuffers;
import org.apache.dubbo.remoting.exchange.Request;
import org.apache.dubbo.remoting.exchange.Response;
import org.apache.dubbo.rpc.AppResponse;
import org.apache.dubbo.rpc.Constants;
import org.apache.dubbo.rpc.RpcInvocation;
import org.apache.dubbo.rpc.model.FrameworkModel;
import org.apache.dubbo.rpc.protocol.dubbo.DubboCodec;

/** Dubbo's own codec, as the peer that frames are made by and given to. */
final class RealDubbo {

    static final String SERVICE = "demo.Hello";

    private static final URL SERVER = URL.valueOf("dubbo://192.0.2.1:20880/demo.Hello?payload=100000000")
            .setScopeModel(FrameworkModel.defaultModel().defaultApplication());

    static {
        FrameworkModel.defaultModel()
                .getBeanFactory()
                .getBean(SerializeSecurityManager.class)
                .addToAllowed(RealDubbo.class.getPackageName());
    }

    private final DubboCodec codec = new DubboCodec(FrameworkModel.defaultModel());
    private final FakeChannel channel = new FakeChannel(SERVER);

    /** A call of version 1.0.0 with the attachments that Dubbo itself adds and these. */
    static RpcInvocation call(String method, Class<?>[] types, Object[] arguments, Map<String, Object> attachments) {
        RpcInvocation invocation = invocation(method, types, arguments);
        invocation.setAttachment("path", SERVICE);
        invocation.setAttachment("interface", SERVICE);
        invocation.setAttachment("version", "1.0.0");
        attachments.forEach(invocation::setAttachment);
        return invocation;
    }

    private static RpcInvocation invocation(String method, Class<?>[] types, Object[] arguments) {
        return new RpcInvocation(null, method, SERVICE, SERVICE, types, arguments);
    }

    ByteBuf request(int serialization, long id, RpcInvocation invocation) {
        invocation.put(Constants.SERIALIZATION_ID_KEY, (byte) serialization);
        Request request = new Request(id);
        request.setVersion(Version.getProtocolVersion());
        request.setTwoWay(true);
        request.setData(invocation);
        return encode(request);
    }

    /** The response to a call whose caller understands attachments in responses. */
    ByteBuf response(int serialization, long id, AppResponse result) {
        RpcInvocation invocation = invocation("say", new Class<?>[0], new Object[0]);
        invocation.put(Constants.SERIALIZATION_ID_KEY, (byte) serialization);
        result.setAttribute(Constants.INVOCATION_KEY, invocation);
        Response response = new Response(id, Version.getProtocolVersion());
        response.setResult(result);
        return encode(response);
    }

    ByteBuf encode(Object message) {
        ChannelBuffer out = ChannelBuffers.dynamicBuffer();
        try {
            codec.encode(channel, out, message);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        byte[] bytes = new byte[out.readableBytes()];
        out.readBytes(bytes);
        return Unpooled.wrappedBuffer(bytes);
    }

    Object decode(ByteBuf frame) {
        byte[] bytes = new byte[frame.readableBytes()];
        frame.getBytes(frame.readerIndex(), bytes);
        try {
            Object message = codec.decode(channel, ChannelBuffers.wrappedBuffer(bytes));
            if (message == Codec2.DecodeResult.NEED_MORE_INPUT) {
                throw new AssertionError("frame: cut short for Dubbo");
            }
            return message;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
