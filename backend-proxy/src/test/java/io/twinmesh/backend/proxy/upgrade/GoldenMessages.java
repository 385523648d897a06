package io.twinmesh.backend.proxy.upgrade;

import static org.junit.jupiter.api.Assertions.assertNotNull;

import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.function.UnaryOperator;

/** Messages of an upgrade as the versions of the protocol wrote them: each has a file with what it added or wrote otherwise. */
final class GoldenMessages {

    private static final int HEAD = Integer.BYTES + Short.BYTES;

    private GoldenMessages() {}

    /** All messages of a version, by their names, in hex. */
    static Map<String, String> of(int version) throws IOException {
        Map<String, String> messages = new TreeMap<>();
        for (int each = 1; each <= version; each++) {
            messages.putAll(in("/upgrade/v" + each + "/messages.txt"));
        }
        return messages;
    }

    /** The messages in a file. */
    static Map<String, String> in(String file) throws IOException {
        Map<String, String> messages = new TreeMap<>();
        try (InputStream in = GoldenMessages.class.getResourceAsStream(file)) {
            assertNotNull(in, file);
            new String(in.readAllBytes(), StandardCharsets.US_ASCII)
                    .lines()
                    .map(line -> line.split(" ", 2))
                    .forEach(words -> messages.put(words[0], words[1]));
        }
        return messages;
    }

    /** A message as a version writes it. */
    static byte[] of(int version, Kind kind) throws IOException {
        return ByteBufUtil.decodeHexDump(of(version).get(kind.name()));
    }

    /** The same message with another record. */
    static byte[] with(byte[] message, UnaryOperator<byte[]> change) {
        byte[] record = change.apply(Arrays.copyOfRange(message, HEAD, message.length));
        return ByteBuffer.allocate(HEAD + record.length)
                .putInt(Short.BYTES + record.length)
                .put(message, Integer.BYTES, Short.BYTES)
                .put(record)
                .array();
    }

    /** A message as it comes out of the frames of a connection. */
    static Message received(byte[] bytes) {
        BlockingQueue<Object> box = Wire.box();
        EmbeddedChannel in = new EmbeddedChannel();
        Sockets.messages(in, box, Sockets.LARGEST);
        in.writeInbound(Unpooled.wrappedBuffer(bytes));
        return (Message) Objects.requireNonNull(box.poll(), "no whole message");
    }
}
