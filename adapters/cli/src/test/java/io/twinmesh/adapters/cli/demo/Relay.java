package io.twinmesh.adapters.cli.demo;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.Arrays;

/** Stands before a Dubbo provider and passes frames on; what becomes of those from the provider is up to somebody else. */
record Relay(ServerSocket server, int provider, Answers answers) implements AutoCloseable {

    private static final int HEADER = 16;
    private static final int LENGTH = 12;
    private static final int FLAGS = 2;
    private static final int EVENT = 0x20;

    /** Threads: one for each connection. */
    interface Answers {
        void pass(byte[] frame, OutputStream to) throws IOException;
    }

    /** Whether a frame belongs to no call. */
    static boolean isEvent(byte[] frame) {
        return (frame[FLAGS] & EVENT) != 0;
    }

    static Relay open(InetAddress address, int provider, Answers answers) throws IOException {
        Relay relay = new Relay(new ServerSocket(0, 50, address), provider, answers);
        start(relay::accept);
        return relay;
    }

    int port() {
        return server.getLocalPort();
    }

    private interface Copying {
        void run() throws IOException;
    }

    private static void start(Copying copying) {
        Thread thread = new Thread(() -> {
            try {
                copying.run();
            } catch (IOException e) {
                // one side is gone
            }
        });
        thread.setDaemon(true);
        thread.start();
    }

    private void accept() throws IOException {
        while (true) {
            Socket client = server.accept();
            Socket upstream = new Socket(server.getInetAddress(), provider);
            start(() -> client.getInputStream().transferTo(upstream.getOutputStream()));
            start(() -> answer(new DataInputStream(upstream.getInputStream()), client.getOutputStream()));
        }
    }

    private void answer(DataInputStream from, OutputStream to) throws IOException {
        while (true) {
            byte[] header = from.readNBytes(HEADER);
            if (header.length < HEADER) {
                return;
            }
            byte[] frame =
                    Arrays.copyOf(header, HEADER + ByteBuffer.wrap(header).getInt(LENGTH));
            from.readFully(frame, HEADER, frame.length - HEADER);
            answers.pass(frame, to);
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
