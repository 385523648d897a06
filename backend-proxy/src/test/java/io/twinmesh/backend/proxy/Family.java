package io.twinmesh.backend.proxy;

import io.twinmesh.api.model.Endpoint;
import java.net.InetSocketAddress;

/** The addresses of the test network. */
enum Family {
    V4("10.77.0."),
    V6("fd77::");

    private final String prefix;

    Family(String prefix) {
        this.prefix = prefix;
    }

    /** Where the application and its sidecar are. */
    String pod() {
        return prefix + 1;
    }

    /** Where others are: 2 or 3. */
    String peer(int number) {
        return prefix + number;
    }

    static InetSocketAddress address(String host, int port) {
        return new InetSocketAddress(host, port);
    }

    static Endpoint endpoint(String host, int port) {
        return Addresses.endpoint(address(host, port));
    }
}
