package io.twinmesh.benchmarks.dubbo;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/** Addresses of a {@link FixedRegistry}. Known to the program, too, which has no Dubbo. */
public final class FixedAddress {

    private FixedAddress() {}

    /** The registry that hands out a provider which listens on a port of 127.0.0.1. */
    public static String ofPort(int port) {
        return of("dubbo://" + Applications.loopback() + ":" + port);
    }

    /** The registry that hands out {@code provider}, as {@code PROTOCOL://HOST:PORT}. */
    static String of(String provider) {
        return "fixed://local?provider=" + URLEncoder.encode(provider, StandardCharsets.UTF_8);
    }
}
