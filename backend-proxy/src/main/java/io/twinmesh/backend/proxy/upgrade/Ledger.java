package io.twinmesh.backend.proxy.upgrade;

import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;

/**
 * Who serves: a word per direction in memory that both processes map. The one who gives can take an offer back as long as the other has not
 * taken it, and the other can take it as long as it was not taken back; one compare-and-set decides, also if either process is stopped or
 * dead at that moment. So there are never two that write to a connection, and nobody has to guess. Threads: any.
 */
final class Ledger {

    private static final VarHandle WORD = MethodHandles.byteBufferViewVarHandle(int[].class, ByteOrder.nativeOrder());
    private static final int OPEN = 0;
    private static final int TAKEN = 1;
    private static final int WITHDRAWN = 2;
    private static final int TOKEN = 16;
    private static final int SIZE = 64;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final ByteBuffer memory;

    private Ledger(ByteBuffer memory) {
        this.memory = memory;
    }

    /**
     * A new one. Every byte of it is written here: a full disk is an error now, and not a fault of the process when the word is settled.
     *
     * @throws IOException if there is one already, or no room for it; nothing is left of it then
     */
    static Ledger create(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(
                file, StandardOpenOption.CREATE_NEW, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            return fill(channel, file);
        }
    }

    private static Ledger fill(FileChannel channel, Path file) throws IOException {
        try {
            ByteBuffer fresh = ByteBuffer.allocate(SIZE).putLong(TOKEN, RANDOM.nextLong());
            while (fresh.hasRemaining()) {
                channel.write(fresh);
            }
            return map(channel);
        } catch (IOException e) {
            Files.deleteIfExists(file);
            throw e;
        }
    }

    /**
     * The one that another process made.
     *
     * @param token what its maker says of it, because two processes that look at different files would both be right; 0 if it says nothing
     * @throws IOException if the file is another one
     */
    static Ledger open(Path file, long token) throws IOException {
        if (Files.size(file) != SIZE) {
            throw new IOException("ledger " + file + ": " + Files.size(file) + " bytes (expected: " + SIZE + ")");
        }
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            Ledger found = map(channel);
            if (token != 0 && found.token() != token) {
                throw new IOException("ledger " + file + ": another file (expected: the one of this upgrade)");
            }
            return found;
        }
    }

    /** Tells it from every other. */
    long token() {
        return memory.getLong(TOKEN);
    }

    private static Ledger map(FileChannel channel) throws IOException {
        return new Ledger(channel.map(FileChannel.MapMode.READ_WRITE, 0, SIZE));
    }

    /** Makes everything one's own; false if it was taken back. */
    boolean take(Round round) {
        return settle(round, TAKEN);
    }

    /** Takes the offer back; false if it is taken. */
    boolean withdraw(Round round) {
        return settle(round, WITHDRAWN);
    }

    private boolean settle(Round round, int as) {
        return WORD.compareAndSet(memory, round.offset(), OPEN, as) || is(round, as);
    }

    boolean isTaken(Round round) {
        return is(round, TAKEN);
    }

    boolean isWithdrawn(Round round) {
        return is(round, WITHDRAWN);
    }

    private boolean is(Round round, int state) {
        return (int) WORD.getVolatile(memory, round.offset()) == state;
    }
}
