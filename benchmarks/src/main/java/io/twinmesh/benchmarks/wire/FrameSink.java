package io.twinmesh.benchmarks.wire;

import io.netty.buffer.ByteBuf;

/** Receives whole frames, in order. The buffer is valid during the call only. */
@FunctionalInterface
public interface FrameSink {

    /** One frame of {@code bytes} bytes, header included, that starts at index {@code at}. */
    void frame(ByteBuf in, int at, int bytes);
}
