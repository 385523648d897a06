package io.twinmesh.backend.proxy.dubbo;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.twinmesh.backend.proxy.link.Hold;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Cuts received bytes into frames. Whole frames are handed on where they lie; of a frame that has not arrived whole it keeps what is there
 * until the rest comes, and never more than one. Plain state: what it keeps can be taken out and put into another reader.
 *
 * <p>If there is no room for the half of a frame, it is dropped and the rest skipped as it comes.
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

        /** A frame of which there is only a part, header included, is dropped for want of room; the ones after it are read. */
        void turnedAway(ByteBuf in, int at);
    }

    private final Sink sink;
    private final int bodyLimit;
    private final Runs runs = new Runs();
    private @Nullable PartialFrame partial;
    private final Hold hold;
    private int toSkip;
    private int age;
    private boolean ended;

    /**
     * A reader.
     *
     * @param holds makes the place for half frames, given what empties it
     */
    FrameReader(Sink sink, int bodyLimit, Function<Runnable, Hold> holds) {
        this.sink = sink;
        this.bodyLimit = bodyLimit;
        this.hold = holds.apply(this::turnAway);
    }

    /** Takes received bytes over. */
    void read(ByteBuf in, ByteBufAllocator allocator) {
        if (toSkip > 0 || partial != null) {
            goOn(in);
        }
        if (!ended && in.isReadable()) {
            cut(in, allocator);
        } else {
            in.release();
        }
    }

    private void goOn(ByteBuf in) {
        try {
            skip(in);
            if (partial != null) {
                complete(partial, in);
            }
        } catch (RuntimeException e) {
            in.release();
            throw e;
        }
    }

    private void skip(ByteBuf in) {
        int count = Math.min(toSkip, in.readableBytes());
        in.skipBytes(count);
        toSkip -= count;
    }

    private void cut(ByteBuf in, ByteBufAllocator allocator) {
        runs.begin(in);
        try {
            cutFrames(in, allocator);
        } finally {
            runs.finish();
        }
    }

    private void cutFrames(ByteBuf in, ByteBufAllocator allocator) {
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
    }

    private void keep(ByteBuf in, int at, int problem, ByteBufAllocator allocator) {
        if (problem != FrameScanner.NEED_MORE) {
            ended = true;
            runs.writeRun();
            sink.broken(in, at, problem);
        } else if (at < in.writerIndex()) {
            PartialFrame begun = new PartialFrame(in, at, allocator);
            partial = begun;
            age = 0;
            hold.set(begun.cost());
        }
    }

    /** Adds to the partial frame as much as it lacks; hands it on when it is whole. */
    private void complete(PartialFrame begun, ByteBuf in) {
        int problem = FrameScanner.NEED_MORE;
        while (in.isReadable() && problem == FrameScanner.NEED_MORE) {
            ByteBuf frame = begun.append(in);
            problem = FrameScanner.scan(frame, frame.readerIndex(), frame.writerIndex(), bodyLimit);
        }
        if (problem == FrameScanner.NEED_MORE) {
            hold.set(begun.cost());
        } else {
            partial = null;
            age = 0;
            hold.set(0);
            handOn(begun.bytes(), problem);
        }
    }

    /** There is no room for the half frame. */
    private void turnAway() {
        PartialFrame begun = partial;
        if (begun == null) {
            return;
        }
        partial = null;
        if (begun.hasHeader()) {
            toSkip = begun.lacking();
            sink.turnedAway(begun.bytes(), begun.bytes().readerIndex());
        } else {
            ended = true;
            sink.broken(begun.bytes(), begun.bytes().readerIndex(), FrameScanner.NEED_MORE);
        }
        begun.bytes().release();
    }

    /** For how many sweeps a frame has begun and not ended; those in which nothing is read do not count. */
    int sweep(boolean reading) {
        boolean waits = partial != null || toSkip > 0;
        if (waits && reading) {
            hold.age(++age);
        }
        return waits ? age : 0;
    }

    private void handOn(ByteBuf frame, int length) {
        runs.begin(frame);
        try {
            ended = length < 0 || !sink.frame(frame, frame.readerIndex(), length, runs);
            if (length < 0) {
                sink.broken(frame, frame.readerIndex(), length);
            }
        } finally {
            runs.finish();
        }
    }

    /** What is there of a frame that has not arrived whole; to be read again by another reader. Empty if there is none. */
    ByteBuf kept() {
        return partial == null ? Unpooled.EMPTY_BUFFER : partial.bytes();
    }

    /** Bytes of a frame that was turned away and are still to come. */
    int skipping() {
        return toSkip;
    }

    /** Passes over the rest of a frame that another reader turned away. */
    void skip(int bytes) {
        toSkip = bytes;
    }

    /** Lets what was kept go and takes nothing more. */
    void close() {
        ended = true;
        if (partial != null) {
            partial.bytes().release();
            partial = null;
        }
        toSkip = 0;
        hold.close();
    }
}
