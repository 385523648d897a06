package io.twinmesh.benchmarks.wire;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;

/** Cuts the byte stream of one connection into frames; copies only a frame that is not complete yet. One thread. */
public final class FrameSplitter {

    private final ByteBuf rest = Unpooled.buffer(1024);

    /** Hands every complete frame to {@code sink}. The caller keeps and releases {@code chunk}. */
    public void read(ByteBuf chunk, FrameSink sink) {
        if (rest.isReadable()) {
            rest.writeBytes(chunk);
            split(rest, sink);
            rest.discardReadBytes();
        } else {
            split(chunk, sink);
            rest.clear().writeBytes(chunk);
        }
    }

    private static void split(ByteBuf in, FrameSink sink) {
        while (in.readableBytes() >= DubboHeader.BYTES) {
            int at = in.readerIndex();
            int bytes = DubboHeader.frameBytes(in, at);
            if (in.readableBytes() < bytes) {
                return;
            }
            sink.frame(in, at, bytes);
            in.skipBytes(bytes);
        }
    }
}
