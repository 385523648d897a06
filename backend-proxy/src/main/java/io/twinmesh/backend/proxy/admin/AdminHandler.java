package io.twinmesh.backend.proxy.admin;

import io.netty.buffer.ByteBufUtil;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers one connection of the admin port. */
final class AdminHandler extends SimpleChannelInboundHandler<FullHttpRequest> {

    private static final Logger LOG = LoggerFactory.getLogger(AdminHandler.class);

    private final AdminPages pages;

    AdminHandler(AdminPages pages) {
        this.pages = pages;
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, FullHttpRequest request) {
        FullHttpResponse response = response(context, page(request));
        boolean stay = HttpUtil.isKeepAlive(request);
        HttpUtil.setKeepAlive(response, stay);
        var written = context.writeAndFlush(response);
        if (!stay) {
            written.addListener(ChannelFutureListener.CLOSE);
        }
    }

    private Page page(FullHttpRequest request) {
        if (!request.decoderResult().isSuccess()) {
            return Page.text(HttpResponseStatus.BAD_REQUEST, "request: unreadable (expected: HTTP/1.1)\n");
        }
        if (!request.method().equals(HttpMethod.GET)) {
            String method = request.method().name();
            return Page.text(HttpResponseStatus.METHOD_NOT_ALLOWED, "method: " + method + " (expected: GET)\n");
        }
        return pages.answer(request.uri());
    }

    private static FullHttpResponse response(ChannelHandlerContext context, Page page) {
        FullHttpResponse response = new DefaultFullHttpResponse(
                HttpVersion.HTTP_1_1, page.status(), ByteBufUtil.writeUtf8(context.alloc(), page.body()));
        response.headers().set(HttpHeaderNames.CONTENT_TYPE, page.type());
        HttpUtil.setContentLength(response, response.content().readableBytes());
        return response;
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        LOG.debug("admin: connection closed", cause);
        context.close();
    }
}
