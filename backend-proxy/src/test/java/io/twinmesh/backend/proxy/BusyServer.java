package io.twinmesh.backend.proxy;

import io.twinmesh.api.model.Endpoint;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;

/** Listens, and is so busy that a connection to it does not come about for now. */
final class BusyServer implements AutoCloseable {

    private static final int MORE_THAN_THE_QUEUE = 8;

    private final ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    private final List<SocketChannel> waiting = new ArrayList<>();

    BusyServer() throws IOException {
        for (int i = 0; i < MORE_THAN_THE_QUEUE; i++) {
            SocketChannel channel = SocketChannel.open();
            waiting.add(channel);
            channel.configureBlocking(false);
            channel.connect(new InetSocketAddress(server.getInetAddress(), server.getLocalPort()));
        }
    }

    Endpoint endpoint() {
        return Endpoint.of("127.0.0.1", server.getLocalPort());
    }

    @Override
    public void close() throws IOException {
        for (SocketChannel channel : waiting) {
            channel.close();
        }
        server.close();
    }
}
