package io.twinmesh.backend.proxy;

import io.netty.channel.unix.FileDescriptor;
import io.netty.channel.unix.Socket;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

/**
 * A TCP connection within this process: one end as another process would hand it over, the other in the hands of a peer.
 *
 * @param given the end that is handed over, and from then on its receiver's
 */
record SocketPair(FileDescriptor given, java.net.Socket peer) implements AutoCloseable {

    private static final int PATIENCE_MILLIS = 20_000;

    static SocketPair open() throws IOException {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Socket given = Socket.newSocketStream();
            boolean connected = given.connect(new InetSocketAddress(server.getInetAddress(), server.getLocalPort()));
            java.net.Socket peer = server.accept();
            if (!connected && !given.finishConnect()) {
                throw new IOException("accepted and not connected");
            }
            peer.setSoTimeout(PATIENCE_MILLIS);
            return new SocketPair(given, peer);
        }
    }

    void send(byte[] bytes) throws IOException {
        peer.getOutputStream().write(bytes);
    }

    Frame read() throws IOException {
        return Frame.read(new DataInputStream(peer.getInputStream()));
    }

    /** Whether the end that was handed over is closed by now. */
    boolean isEnded() throws IOException {
        return peer.getInputStream().read() < 0;
    }

    @Override
    public void close() throws IOException {
        peer.close();
    }
}
