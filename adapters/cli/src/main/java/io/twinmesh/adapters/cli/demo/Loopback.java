package io.twinmesh.adapters.cli.demo;

import io.twinmesh.adapters.cli.CommandFailure;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.ServerSocket;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

/**
 * The address everything in the demo listens on. Dubbo consumers replace 127.0.0.1 by the address of a network interface before they connect,
 * so it is the loopback address of IPv6, or, where there is none, this machine's own address.
 */
final class Loopback {

    /** Below the range that Linux takes the ports of outgoing connections from. */
    private static final int FIRST_PORT = 20_000;

    private static final int PORTS = 12_000;
    private static final int ATTEMPTS = 1_000;

    private final InetAddress address;
    private final Set<Integer> given = new HashSet<>();

    private Loopback(InetAddress address) {
        this.address = address;
    }

    static Loopback find() {
        try {
            InetAddress six = InetAddress.getByAddress(new byte[] {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1});
            return new Loopback(canListen(six, 0) ? six : ownAddress());
        } catch (UnknownHostException e) {
            throw new IllegalStateException("16 bytes are an address", e);
        }
    }

    private static boolean canListen(InetAddress address, int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.bind(new InetSocketAddress(address, port));
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private static InetAddress ownAddress() {
        try {
            return NetworkInterface.networkInterfaces()
                    .flatMap(NetworkInterface::inetAddresses)
                    .filter(own -> !own.isLoopbackAddress() && !own.isLinkLocalAddress())
                    .findFirst()
                    .orElseThrow(() -> CommandFailure.failed(
                            "demo: no address to listen on (expected: ::1, or an address that is not 127.0.0.1)"));
        } catch (SocketException e) {
            throw CommandFailure.failed("demo: network interfaces cannot be read: " + e.getMessage());
        }
    }

    /** A port that is free and that the system gives to no outgoing connection before its owner has started. */
    int freePort() {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            int port = FIRST_PORT + ThreadLocalRandom.current().nextInt(PORTS);
            if (given.add(port) && canListen(address, port)) {
                return port;
            }
        }
        throw CommandFailure.failed("demo: no free port from " + FIRST_PORT + " to " + (FIRST_PORT + PORTS - 1));
    }

    /** As rules write it: {@code ::1}. */
    String literal() {
        String text = address.getHostAddress();
        return text.equals("0:0:0:0:0:0:0:1") ? "::1" : text;
    }

    /** As options write it: {@code [::1]:15001}. */
    String with(int port) {
        return literal().indexOf(':') < 0 ? literal() + ":" + port : "[" + literal() + "]:" + port;
    }
}
