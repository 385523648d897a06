package io.twinmesh.backend.proxy;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.HexFormat;

/**
 * A process that knocks at a sidecar's sockets. Needs nothing but the JDK: another user cannot read the class path of the tests.
 */
final class Stranger {

    private Stranger() {}

    /**
     * Knocks at one socket and says on its standard output how many bytes it was answered, or why it did not get in.
     *
     * @param arguments the socket, and what to say to it, in hexadecimal digits
     */
    public static void main(String[] arguments) {
        System.out.println(knock(Path.of(arguments[0]), HexFormat.of().parseHex(arguments[1])));
    }

    private static String knock(Path socket, byte[] words) {
        try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            channel.connect(UnixDomainSocketAddress.of(socket));
            return "answered " + say(channel, words);
        } catch (IOException e) {
            return "kept out: " + e.getMessage();
        }
    }

    private static int say(SocketChannel channel, byte[] words) {
        ByteBuffer answer = ByteBuffer.allocate(4_096);
        try {
            channel.write(ByteBuffer.wrap(words));
            while (channel.read(answer) >= 0) {
                // until it is shown out
            }
        } catch (IOException e) {
            // shown out before it had said all
        }
        return answer.position();
    }
}
