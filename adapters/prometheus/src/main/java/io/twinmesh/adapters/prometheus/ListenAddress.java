package io.twinmesh.adapters.prometheus;

import io.twinmesh.api.config.MeshConfigurationException;
import java.net.InetSocketAddress;

/** Reads the option {@code metrics}: {@code HOST:PORT} or {@code [IPV6]:PORT}. */
final class ListenAddress {

    private ListenAddress() {}

    static InetSocketAddress parse(String text) {
        int colon = text.lastIndexOf(':');
        String host = colon < 1 ? "" : text.substring(0, colon);
        int port = port(text.substring(colon + 1));
        boolean bracketed = host.startsWith("[") && host.endsWith("]");
        if (host.isEmpty() || port < 0 || !bracketed && host.indexOf(':') >= 0) {
            throw wrong(text, "HOST:PORT or [IPV6]:PORT");
        }
        return resolved(text, bracketed ? host.substring(1, host.length() - 1) : host, port);
    }

    static MeshConfigurationException wrong(String text, String expected) {
        return new MeshConfigurationException("option 'metrics'", text, expected);
    }

    private static InetSocketAddress resolved(String text, String host, int port) {
        InetSocketAddress address = new InetSocketAddress(host, port);
        if (address.isUnresolved()) {
            throw wrong(text, "a host name or address of this machine");
        }
        return address;
    }

    private static int port(String text) {
        if (text.isEmpty() || text.length() > 5 || !text.chars().allMatch(Character::isDigit)) {
            return -1;
        }
        int port = Integer.parseInt(text);
        return port <= 65535 ? port : -1;
    }
}
