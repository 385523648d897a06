package io.twinmesh.backend.proxy;

import io.netty.util.NetUtil;
import io.twinmesh.api.config.MeshConfigurationException;
import io.twinmesh.api.model.Endpoint;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;

/** Addresses as options write them: {@code 10.0.0.1:15001}, {@code [::1]:15001}, {@code localhost:15001}. */
final class Addresses {

    private static final String RULE = "HOST:PORT, IPv6 in brackets, port 0 to 65535";

    private Addresses() {}

    /**
     * An address to listen on or to connect to.
     *
     * @throws MeshConfigurationException naming the option, if it is none
     */
    static InetSocketAddress parse(String option, String text) {
        int colon = text.lastIndexOf(':');
        if (colon < 1 || text.charAt(0) == '[' != (text.charAt(colon - 1) == ']')) {
            throw wrong(option, text);
        }
        return new InetSocketAddress(host(option, text, colon), port(option, text, colon));
    }

    private static InetAddress host(String option, String text, int colon) {
        boolean brackets = text.charAt(0) == '[';
        String host = brackets ? text.substring(1, colon - 1) : text.substring(0, colon);
        if (!brackets && host.indexOf(':') >= 0) {
            throw wrong(option, text);
        }
        try {
            return InetAddress.getByName(host);
        } catch (UnknownHostException e) {
            throw wrong(option, text);
        }
    }

    private static int port(String option, String text, int colon) {
        try {
            int port = Integer.parseInt(text.substring(colon + 1));
            if (port >= 0 && port <= 65535) {
                return port;
            }
        } catch (NumberFormatException e) {
            // told below, with the rule
        }
        throw wrong(option, text);
    }

    private static MeshConfigurationException wrong(String option, String text) {
        return new MeshConfigurationException("option '" + option + "'", text, RULE);
    }

    /** An endpoint at an address. */
    static Endpoint endpoint(InetSocketAddress address) {
        return Endpoint.of(NetUtil.toAddressString(address.getAddress()), address.getPort());
    }

    /** The form that {@link #parse} reads. */
    static String text(InetSocketAddress address) {
        return endpoint(address).toString();
    }
}
