package io.twinmesh.backend.proxy;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** What a command line asks a sidecar about its upgrades. */
final class Question {

    private Question() {}

    /**
     * Asks.
     *
     * @param home the directory of the sidecar
     * @param word {@code describe} or {@code return}
     * @return the answer; empty if nobody gave one
     */
    static String ask(Path home, String word) {
        try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            channel.connect(UnixDomainSocketAddress.of(home.resolve("ask.sock")));
            channel.write(ByteBuffer.wrap((word + "\n").getBytes(StandardCharsets.UTF_8)));
            ByteBuffer answer = ByteBuffer.allocate(4_096);
            while (channel.read(answer) >= 0) {
                // until it ends
            }
            return new String(answer.array(), 0, answer.position(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            return "";
        }
    }
}
