package io.twinmesh.arch.equivalence;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Proxy;
import org.apache.dubbo.common.URL;
import org.apache.dubbo.common.Version;
import org.apache.dubbo.remoting.Channel;
import org.apache.dubbo.remoting.buffer.ChannelBuffer;
import org.apache.dubbo.remoting.buffer.ChannelBuffers;
import org.apache.dubbo.remoting.exchange.Request;
import org.apache.dubbo.rpc.Constants;
import org.apache.dubbo.rpc.RpcInvocation;
import org.apache.dubbo.rpc.model.FrameworkModel;
import org.apache.dubbo.rpc.protocol.dubbo.DubboCodec;

/** Puts calls into frames with Dubbo's own codec. */
final class Frames {

    static final int HESSIAN2 = 2;
    static final int FASTJSON2 = 23;

    private final DubboCodec codec = new DubboCodec(FrameworkModel.defaultModel());

    ByteBuf encode(int serialization, long id, RpcInvocation call, URL provider) {
        call.put(Constants.SERIALIZATION_ID_KEY, (byte) serialization);
        Request request = new Request(id);
        request.setVersion(Version.getProtocolVersion());
        request.setTwoWay(true);
        request.setData(call);
        ChannelBuffer out = ChannelBuffers.dynamicBuffer();
        try {
            codec.encode(channel(provider), out, request);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        byte[] bytes = new byte[out.readableBytes()];
        out.readBytes(bytes);
        return Unpooled.wrappedBuffer(bytes);
    }

    /** The codec asks a channel for its URL and nothing else. */
    private static Channel channel(URL url) {
        return (Channel) Proxy.newProxyInstance(
                Frames.class.getClassLoader(),
                new Class<?>[] {Channel.class},
                (proxy, method, arguments) -> method.getName().equals("getUrl") ? url : null);
    }
}
