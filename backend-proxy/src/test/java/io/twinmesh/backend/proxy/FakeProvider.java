package io.twinmesh.backend.proxy;

import io.twinmesh.api.model.Endpoint;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;

/** A provider on a real socket: keeps what it receives and does what it was given to do with it. */
final class FakeProvider implements AutoCloseable {

    private final ServerSocket server;
    private final List<Connection> connections = new CopyOnWriteArrayList<>();
    private final BlockingQueue<Frame> received = new LinkedBlockingQueue<>();
    private final BiConsumer<Connection, Frame> behaviour;

    /** A connection of the sidecar. */
    static final class Connection {

        private final Socket socket;

        Connection(Socket socket) {
            this.socket = socket;
        }

        void send(Frame frame) {
            sendRaw(frame.bytes());
        }

        synchronized void sendRaw(byte[] bytes) {
            try {
                socket.getOutputStream().write(bytes);
            } catch (IOException e) {
                // the sidecar went away, which some tests want
            }
        }

        /** Where it comes from. */
        InetSocketAddress peer() {
            return (InetSocketAddress) socket.getRemoteSocketAddress();
        }

        void close() throws IOException {
            socket.close();
        }

        /** Ends as a process that dies does. */
        void reset() throws IOException {
            socket.setSoLinger(true, 0);
            socket.close();
        }
    }

    private FakeProvider(int port, BiConsumer<Connection, Frame> behaviour) throws IOException {
        this(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), behaviour);
    }

    private FakeProvider(InetSocketAddress address, BiConsumer<Connection, Frame> behaviour) throws IOException {
        this.behaviour = behaviour;
        this.server = new ServerSocket();
        server.setReuseAddress(true);
        server.bind(address, 4096);
        Thread acceptor = new Thread(this::accept, "fake-provider");
        acceptor.setDaemon(true);
        acceptor.start();
    }

    /** Answers every two-way call with a value that begins with its name. */
    static FakeProvider named(String name) throws IOException {
        return named(name, 0);
    }

    static FakeProvider named(String name, int port) throws IOException {
        return new FakeProvider(port, answering(name));
    }

    static FakeProvider named(String name, InetSocketAddress address) throws IOException {
        return new FakeProvider(address, answering(name));
    }

    private static BiConsumer<Connection, Frame> answering(String name) {
        return (connection, frame) -> {
            if (frame.isTwoWay() && !frame.isEvent()) {
                connection.send(Frame.ok(frame.id(), name));
            }
        };
    }

    /** Receives and says nothing. */
    static FakeProvider silent() throws IOException {
        return new FakeProvider(0, (connection, frame) -> {});
    }

    static FakeProvider silent(InetSocketAddress address) throws IOException {
        return new FakeProvider(address, (connection, frame) -> {});
    }

    static FakeProvider doing(BiConsumer<Connection, Frame> behaviour) throws IOException {
        return new FakeProvider(0, behaviour);
    }

    private void accept() {
        try {
            while (true) {
                Connection connection = new Connection(server.accept());
                connections.add(connection);
                if (server.isClosed()) {
                    connection.close(); // came while connections were being closed
                }
                Thread reader = new Thread(() -> read(connection), "fake-provider-connection");
                reader.setDaemon(true);
                reader.start();
            }
        } catch (IOException e) {
            // closed
        }
    }

    private void read(Connection connection) {
        try (DataInputStream in = new DataInputStream(new BufferedInputStream(connection.socket.getInputStream()))) {
            while (true) {
                Frame frame = Frame.read(in);
                received.add(frame);
                behaviour.accept(connection, frame);
            }
        } catch (IOException e) {
            // closed
        }
    }

    /** The next frame received. */
    Frame take() throws InterruptedException {
        Frame frame = received.poll(20, TimeUnit.SECONDS);
        if (frame == null) {
            throw new AssertionError("provider received nothing");
        }
        return frame;
    }

    int receivedCount() {
        return received.size();
    }

    List<Connection> connections() {
        return connections;
    }

    Endpoint endpoint() {
        return Endpoint.of(server.getInetAddress().getHostAddress(), port());
    }

    int port() {
        return server.getLocalPort();
    }

    void closeConnections() throws IOException {
        for (Connection connection : connections) {
            connection.close();
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
        closeConnections();
    }
}
