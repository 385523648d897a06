package io.twinmesh.adapters.dubbo;

import io.twinmesh.api.model.Endpoint;
import org.apache.dubbo.common.URL;

/**
 * Addresses in Dubbo's URLs. Dubbo replaces an IPv4 loopback address by that of the first network interface before it connects; written as
 * an IPv4-mapped IPv6 address it stays what it is.
 */
final class Addresses {

    private static final String MAPPED = "::ffff:";

    private Addresses() {}

    /** The host part of a URL to an endpoint. */
    static String host(Endpoint endpoint) {
        String address = endpoint.address();
        if (address.startsWith("127.")) {
            return "[" + MAPPED + address + "]";
        }
        return address.indexOf(':') < 0 ? address : "[" + address + "]";
    }

    /** The endpoint that a URL leads to. */
    static Endpoint endpoint(URL url) {
        String host = url.getHost();
        if (host.startsWith("[") && host.endsWith("]")) {
            host = host.substring(1, host.length() - 1);
        }
        return Endpoint.of(host.startsWith(MAPPED) ? host.substring(MAPPED.length()) : host, url.getPort());
    }
}
