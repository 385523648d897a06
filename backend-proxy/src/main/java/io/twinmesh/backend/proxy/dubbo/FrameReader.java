package io.twinmesh.backend.proxy.dubbo;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import org.jspecify.annotations.Nullable;

/**
 * Cuts received bytes into frames. Whole frames are handed on where they lie; of a frame that has not arrived whole it keeps what is there
 * until the rest comes, and never more than one. Plain state: what it keeps can be taken out and put into another reader.
 */
final class FrameReader {

    /** Takes frames in the order they came. */
    interface Sink {

        /** A whole frame; false to take no more. */
        boolean frame(ByteBuf in, int at, int length, Runs runs);

        /**
         * Bytes that are no frame, or a header with an impossible length. Nothing more is handed on.
         *
         * @param problem one of the constants of {@link FrameScanner}
         */
        void broken(ByteBuf in, int at, int problem);
    }

    private final Sink sink;
    private final int bodyLimit;
    private final Runs runs = new Runs();
    private @Nullable PartialFrame partial;
    private boolean ended;

    FrameReader(Sink sink, int bodyLimit) {
        this.sink = sink;
        this.bodyLimit = bodyLimit;
    }

    /** Takes received bytes over. */
    void read(ByteBuf in, ByteBufAllocator allocator) {
        if (partial != null) {
            complete(partial, in);
        }
        if (!ended && in.isReadable()) {
            cut(in, allocator);
        } else {
            in.release();
        }
    }

    private void cut(ByteBuf in, ByteBufAllocator allocator) {
        runs.begin(in);
        int at = in.readerIndex();
        int end = in.writerIndex();
        int length = FrameScanner.scan(in, at, end, bodyLimit);
        while (length > 0 && !ended) {
            ended = !sink.frame(in, at, length, runs);
            at += length;
            length = FrameScanner.scan(in, at, end, bodyLimit);
        }
        if (!ended) {
            keep(in, at, length, allocator);
        }
        runs.finish();
    }

    private void keep(ByteBuf in, int at, int problem, ByteBufAllocator allocator) {
        if (problem != FrameScanner.NEED_MORE) {
            ended = true;
            runs.writeRun();
            sink.broken(in, at, problem);
        } else if (at < in.writerIndex()) {
            partial = new PartialFrame(in, at, allocator);
        }
    }

    /** Adds to the partial frame as much as it lacks; hands it on when it is whole. */
    private void complete(PartialFrame begun, ByteBuf in) {
        int problem = FrameScanner.NEED_MORE;
        while (in.isReadable() && problem == FrameScanner.NEED_MORE) {
            ByteBuf frame = begun.append(in);
            problem = FrameScanner.scan(frame, frame.readerIndex(), frame.writerIndex(), bodyLimit);
        }
        if (problem != FrameScanner.NEED_MORE) {
            partial = null;
            handOn(begun.bytes(), problem);
        }
    }

    private void handOn(ByteBuf frame, int length) {
        runs.begin(frame);
        if (length > 0) {
            ended = !sink.frame(frame, frame.readerIndex(), length, runs);
        } else {
            ended = true;
            sink.broken(frame, frame.readerIndex(), length);
        }
        runs.finish();
    }

    /** Lets what was kept go and takes nothing more. */
    void close() {
        ended = true;
        if (partial != null) {
            partial.bytes().release();
            partial = null;
        }
    }
}
