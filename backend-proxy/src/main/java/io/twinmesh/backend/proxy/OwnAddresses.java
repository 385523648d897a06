package io.twinmesh.backend.proxy;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** The addresses on which the sidecar takes calls. A connection to one of them must not be passed on: it would come back. Threads: any. */
final class OwnAddresses {

    private final List<InetSocketAddress> bound = new CopyOnWriteArrayList<>();

    void add(InetSocketAddress address) {
        bound.add(address);
    }

    /** Whether a connection to this address is accepted by one of the listeners. */
    boolean include(InetSocketAddress destination) {
        for (InetSocketAddress each : bound) {
            if (each.getPort() == destination.getPort() && covers(each.getAddress(), destination.getAddress())) {
                return true;
            }
        }
        return false;
    }

    private static boolean covers(InetAddress bound, InetAddress address) {
        return bound.isAnyLocalAddress() ? isLocal(address) : bound.equals(address);
    }

    /** Of this machine. What only a routing table calls local is somebody else's. */
    private static boolean isLocal(InetAddress address) {
        try {
            return address.isLoopbackAddress() || NetworkInterface.getByInetAddress(address) != null;
        } catch (SocketException e) {
            return true;
        }
    }
}
