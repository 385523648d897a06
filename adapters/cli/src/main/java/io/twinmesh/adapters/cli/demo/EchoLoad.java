package io.twinmesh.adapters.cli.demo;

import io.twinmesh.adapters.cli.CommandFailure;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * Plain TCP connections over which numbers go out and must come back, each once and in order; and the server that sends them back. Calls and
 * latencies are counted by phase, like those of the Dubbo consumers. Threading: a thread for each connection and side.
 */
final class EchoLoad implements AutoCloseable {

    private static final long SECOND = 1_000_000_000L;

    private final ServerSocket server;
    private final Clients clients = new Clients();
    private final AtomicLong wrong = new AtomicLong();
    private final AtomicLong resets = new AtomicLong();
    private LoadPhase.Collector phase = new LoadPhase.Collector();
    private volatile boolean stopped;

    EchoLoad(InetSocketAddress address) {
        try {
            server = new ServerSocket();
            server.setReuseAddress(true);
            server.bind(address);
        } catch (IOException e) {
            throw CommandFailure.failed("demo: echo server: " + e.getMessage());
        }
        daemon("echo-server", this::accept);
    }

    private static void daemon(String name, Runnable task) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        thread.start();
    }

    private void accept() {
        try {
            while (true) {
                Socket socket = server.accept();
                daemon("echo-connection", () -> echo(socket));
            }
        } catch (IOException e) {
            // closed
        }
    }

    private static void echo(Socket socket) {
        try (socket) {
            socket.setTcpNoDelay(true);
            socket.getInputStream().transferTo(socket.getOutputStream());
        } catch (IOException e) {
            // the other side went away
        }
    }

    /** Opens connections through a sidecar and sends on each at a rate. */
    void start(InetSocketAddress through, int connections, int rate) {
        long every = SECOND * connections / Math.max(1, rate);
        for (int i = 0; i < connections; i++) {
            long offset = every * i / connections;
            Socket socket = clients.connect(through);
            clients.start("echo-" + i, () -> send(socket, offset, every));
        }
    }

    private void send(Socket socket, long offset, long every) {
        try {
            DataOutputStream out = new DataOutputStream(socket.getOutputStream());
            DataInputStream in = new DataInputStream(socket.getInputStream());
            long due = System.nanoTime() + offset;
            for (long number = 1; !stopped; number++, due += every) {
                awaitTime(due);
                out.writeLong(number);
                if (in.readLong() != number) {
                    wrong.incrementAndGet();
                }
                collector().ended((System.nanoTime() - due) / 1_000);
            }
            if (in.available() > 0) {
                wrong.incrementAndGet();
            }
        } catch (IOException e) {
            resets.incrementAndGet();
            collector().failed(e.toString());
        }
    }

    private static void awaitTime(long due) {
        for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }

    private synchronized LoadPhase.Collector collector() {
        return phase;
    }

    /** Ends a phase. */
    synchronized LoadPhase phase() {
        LoadPhase ended = phase.phase();
        phase = new LoadPhase.Collector();
        return ended;
    }

    /** Numbers that came back wrong, twice or not in order. */
    long wrong() {
        return wrong.get();
    }

    /** Connections that broke. */
    long resets() {
        return resets.get();
    }

    void stop() {
        stopped = true;
        clients.join();
    }

    int port() {
        return server.getLocalPort();
    }

    @Override
    public void close() {
        stopped = true;
        clients.close();
        try {
            server.close();
        } catch (IOException e) {
            // it ends with this process
        }
    }
}
