package io.twinmesh.backend.proxy.link;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.twinmesh.api.Internal;
import io.twinmesh.api.upgrade.UpgradeRefusedException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Memory that both processes of a hand-over map: what peers have not read goes through it, copied once, and not through the offer. Lives until
 * the last buffer over it is gone. Threads: any, each in a part of its own.
 */
@Internal(since = "0.2")
public final class SharedBytes {

    private static final int BLOCK = 64 << 10;
    private static final int PAGE = 4 << 10;

    private final MappedByteBuffer memory;
    private final AtomicInteger end = new AtomicInteger();

    private SharedBytes(MappedByteBuffer memory) {
        this.memory = memory;
    }

    /**
     * A new file of this size. Every byte of it is written here: a full disk is an error now, and not a fault of the process when the memory
     * is used.
     *
     * @throws IOException if there is one already, or no room for it; nothing is left of it then
     */
    public static SharedBytes create(Path file, int size) throws IOException {
        try (FileChannel channel = FileChannel.open(
                file, StandardOpenOption.CREATE_NEW, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            return fill(channel, file, size);
        }
    }

    private static SharedBytes fill(FileChannel channel, Path file, int size) throws IOException {
        try {
            ByteBuffer zeros = ByteBuffer.allocate(BLOCK);
            for (int at = 0; at < size; at += BLOCK) {
                zeros.clear().limit(Math.min(BLOCK, size - at));
                while (zeros.hasRemaining()) {
                    channel.write(zeros);
                }
            }
            return new SharedBytes(touched(channel.map(FileChannel.MapMode.READ_WRITE, 0, size)));
        } catch (IOException e) {
            Files.deleteIfExists(file);
            throw e;
        }
    }

    /** The first write to a page of a file takes the kernel longer than all that follow: that is done now. */
    private static MappedByteBuffer touched(MappedByteBuffer memory) {
        for (int at = 0; at < memory.capacity(); at += PAGE) {
            memory.put(at, (byte) 0);
        }
        return memory;
    }

    /**
     * The file that another process made.
     *
     * @throws IOException if it is not there
     */
    public static SharedBytes open(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            if (channel.size() > Integer.MAX_VALUE) {
                throw new IOException(channel.size() + " bytes (expected: 2 GiB at most)");
            }
            return new SharedBytes(channel.map(FileChannel.MapMode.READ_WRITE, 0, channel.size())
                    .load());
        }
    }

    /** Takes room for so many bytes; the place of the first, or -1 if there is not enough. */
    public int reserve(int length) {
        int at = end.get();
        while (length <= memory.capacity() - at) {
            if (end.compareAndSet(at, at + length)) {
                return at;
            }
            at = end.get();
        }
        return -1;
    }

    /**
     * Some of the bytes; readable all of them.
     *
     * @throws UpgradeRefusedException if they are not all in it
     */
    public ByteBuf part(long at, long length) {
        if (at < 0 || length < 0 || at > memory.capacity() - length) {
            throw new UpgradeRefusedException(
                    "unwritten",
                    "bytes " + at + " and " + length + " more",
                    "within the " + memory.capacity() + " shared");
        }
        return Unpooled.wrappedBuffer(memory.slice((int) at, (int) length));
    }
}
