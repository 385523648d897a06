package io.twinmesh.benchmarks.process;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;

/** Ports on 127.0.0.1. */
public final class Loopback {

    private static final int CONNECT_MILLIS = 500;
    private static final long RETRY_MILLIS = 20;

    private Loopback() {}

    /** A port that was free a moment ago. */
    public static int freePort() throws IOException {
        try (ServerSocket probe = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return probe.getLocalPort();
        }
    }

    /** Whether the port takes a connection within the time, while {@code child} lives. */
    public static boolean awaitConnect(int port, ChildProcess child, Duration atMost) throws InterruptedException {
        long deadline = System.nanoTime() + atMost.toNanos();
        while (child.alive() && System.nanoTime() - deadline < 0) {
            if (connects(port)) {
                return true;
            }
            Thread.sleep(RETRY_MILLIS);
        }
        return false;
    }

    private static boolean connects(int port) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), CONNECT_MILLIS);
            return true;
        } catch (IOException refused) {
            return false;
        }
    }
}
