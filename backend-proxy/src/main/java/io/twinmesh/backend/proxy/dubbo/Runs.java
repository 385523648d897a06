package io.twinmesh.backend.proxy.dubbo;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.twinmesh.backend.proxy.link.Link;
import org.jspecify.annotations.Nullable;

/**
 * Collects what one read buffer holds for others: frames that follow each other and go to the same peer are written as one piece, without a
 * copy; mostly that is the whole buffer.
 *
 * <p>Lifecycle: {@link #begin}, then {@link #add} in the order of the buffer, then {@link #finish}.
 */
final class Runs {

    private ByteBuf source = Unpooled.EMPTY_BUFFER;
    private @Nullable Link target;
    private int start;
    private int end;

    /** Starts on a buffer and takes it over. */
    void begin(ByteBuf buffer) {
        source = buffer;
    }

    /** Sends a frame of the buffer to a peer. */
    void add(Link to, int at, int length) {
        if (to != target || at != end) {
            writeRun();
            target = to;
            start = at;
        }
        end = at + length;
    }

    /** Writes what was added so far. */
    void writeRun() {
        Link to = target;
        if (to != null) {
            target = null;
            to.write(source.retainedSlice(start, end - start));
        }
    }

    /** Writes what is left and lets the buffer go. */
    void finish() {
        Link to = target;
        if (to != null && start == source.readerIndex() && end == source.writerIndex()) {
            target = null;
            to.write(source);
        } else {
            writeRun();
            source.release();
        }
        source = Unpooled.EMPTY_BUFFER;
    }
}
