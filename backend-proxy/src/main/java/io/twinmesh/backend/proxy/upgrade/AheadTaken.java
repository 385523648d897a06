package io.twinmesh.backend.proxy.upgrade;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.twinmesh.api.upgrade.UpgradeRefusedException;
import io.twinmesh.backend.proxy.link.SharedBytes;
import io.twinmesh.backend.proxy.link.Transport;
import io.twinmesh.backend.proxy.wire.FieldReader;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Copies of sockets that came before the standstill, by the side that takes. What no offer names is closed. Threads: one. */
final class AheadTaken {

    private final List<@Nullable Channel> channels = new ArrayList<>();
    private @Nullable SharedBytes shared;

    /** Takes in the sockets that a message announces. */
    void receive(Estate estate, Wire wire, FieldReader announced, long millis) throws BrokenOffException {
        int count = announced.number(AheadSent.COUNT, 0, Integer.MAX_VALUE);
        close();
        shared = share(announced.textOrNull(AheadSent.SHARED));
        channels.addAll(estate.adopt(wire.receiveSockets(count, millis)));
        if (announced.has(AheadSent.WORKERS)) {
            estate.settle(channels(), read(announced.bytes(AheadSent.WORKERS), count));
        }
    }

    private static @Nullable SharedBytes share(@Nullable String file) {
        try {
            return file == null ? null : SharedBytes.open(Path.of(file));
        } catch (IOException | InvalidPathException e) {
            throw new UpgradeRefusedException("shared memory", e.toString(), "a file that both can open");
        }
    }

    /** Where offers leave much of what peers have not read, or null. */
    @Nullable SharedBytes shared() {
        return shared;
    }

    private List<Channel> channels() {
        return channels.stream().map(Objects::requireNonNull).toList();
    }

    /**
     * Which of them an offer means.
     *
     * @param count sockets of the offer
     * @return the number of each, or {@link AheadSent#FRESH}
     * @throws UpgradeRefusedException if they are too few or too many, mean nothing here, or mean one socket twice
     */
    int[] numbers(FieldReader offer, int count) {
        int[] numbers = offer.has(AheadSent.NUMBERS)
                ? read(offer.bytes(AheadSent.NUMBERS), count)
                : IntStream.generate(() -> AheadSent.FRESH).limit(count).toArray();
        check(numbers);
        return numbers;
    }

    private static int[] read(ByteBuf bytes, int count) {
        if (bytes.readableBytes() != count * Integer.BYTES) {
            throw new UpgradeRefusedException(
                    "sockets ahead", bytes.readableBytes() + " bytes", "4 for each of " + count);
        }
        int start = bytes.readerIndex();
        return IntStream.range(0, count)
                .map(i -> bytes.getInt(start + i * Integer.BYTES))
                .toArray();
    }

    private void check(int[] numbers) {
        boolean[] meant = new boolean[channels.size()];
        for (int number : numbers) {
            if (number != AheadSent.FRESH && (number < 0 || number >= meant.length || meant[number])) {
                throw new UpgradeRefusedException(
                        "socket ahead", String.valueOf(number), "0 to " + (meant.length - 1) + ", each once");
            }
            if (number != AheadSent.FRESH) {
                meant[number] = true;
            }
        }
    }

    /** Puts those that are meant and the others in the order of the offer. All of them are the caller's then. */
    List<Channel> join(int[] numbers, List<Channel> fresh) {
        Iterator<Channel> next = fresh.iterator();
        List<Channel> all = new ArrayList<>(numbers.length);
        for (int number : numbers) {
            all.add(number == AheadSent.FRESH ? next.next() : take(number));
        }
        return all;
    }

    private Channel take(int number) {
        Channel taken = channels.set(number, null);
        if (taken == null) {
            throw new IllegalStateException("socket " + number + " taken twice");
        }
        return taken;
    }

    /** Closes what was not taken. */
    void close() {
        for (Channel left : channels) {
            if (left != null) {
                Transport.discard(left);
            }
        }
        channels.clear();
        shared = null;
    }
}
