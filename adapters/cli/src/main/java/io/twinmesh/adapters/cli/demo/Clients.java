package io.twinmesh.adapters.cli.demo;

import io.twinmesh.adapters.cli.CommandFailure;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;

/**
 * Connections of clients that are part of the demo's own process, each with a thread. Lifecycle: {@link #connect} and {@link #start}, {@link
 * #join} once their tasks were told to end, {@link #close}. Threading: one.
 */
final class Clients implements AutoCloseable {

    private static final int PATIENCE_MILLIS = 30_000;

    private final List<Socket> sockets = new ArrayList<>();
    private final List<Thread> threads = new ArrayList<>();

    /** Opens a connection; reading from it fails after half a minute of silence. */
    Socket connect(InetSocketAddress to) {
        Socket socket = new Socket();
        sockets.add(socket);
        try {
            socket.connect(to, PATIENCE_MILLIS);
            socket.setTcpNoDelay(true);
            socket.setSoTimeout(PATIENCE_MILLIS);
            return socket;
        } catch (IOException e) {
            throw CommandFailure.failed("demo: connection to " + to + ": " + e.getMessage());
        }
    }

    void start(String name, Runnable task) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        threads.add(thread);
        thread.start();
    }

    /** Waits until all tasks have ended. */
    void join() {
        for (Thread thread : threads) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw CommandFailure.failed("demo: interrupted");
            }
        }
    }

    @Override
    public void close() {
        for (Socket socket : sockets) {
            try {
                socket.close();
            } catch (IOException e) {
                // it ends with this process
            }
        }
    }
}
