package io.twinmesh.backend.proxy;

import io.twinmesh.api.Direction;
import java.io.IOException;
import java.net.Inet4Address;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Names at start what will not work later, in words that say what to do. */
final class SelfCheck {

    private static final Path ACCEPTS_MARK = Path.of("/proc/sys/net/ipv4/tcp_fwmark_accept");

    private SelfCheck() {}

    /** One line per trap that a listener stands in. */
    static List<String> warnings(List<Listener> listeners) {
        List<String> warnings = new ArrayList<>();
        for (Listener listener : listeners) {
            if (listener.interception().transparent()) {
                transparent(listener, warnings);
            } else if (listener.direction() == Direction.OUTBOUND && isLoopback4(listener)) {
                warnings.add(replaced(listener));
            }
        }
        return warnings;
    }

    /**
     * Dubbo's client replaces {@code 127.*}, {@code localhost} and {@code 0.0.0.0} in the address it is given by the address of the first
     * network interface ({@code apache/dubbo} NetUtils.filterLocalHost), and then connects to where nobody listens.
     */
    private static String replaced(Listener listener) {
        return "listener outbound: " + Addresses.text(listener.address())
                + " (expected: [::1] or the address of the pod: Dubbo consumers replace 127.* by the address of"
                + " the first network interface and will not reach this listener)";
    }

    /** What rules hand over goes to the address of the interface it came in by; answers come back only if marks are accepted. */
    private static void transparent(Listener listener, List<String> warnings) {
        if (listener.direction() == Direction.INBOUND
                && listener.address().getAddress().isLoopbackAddress()) {
            warnings.add(
                    "listener inbound: " + Addresses.text(listener.address())
                            + " (expected: [::], or rules that name this address: TPROXY looks for a listener on the interface's address)");
        }
        if (listener.interception().keepClientAddress() && !acceptsMarks()) {
            warnings.add(
                    "option 'preserve-client-address': net.ipv4.tcp_fwmark_accept: 0 (expected: 1, or connections to"
                            + " applications will time out)");
        }
    }

    /** What cannot be read is not complained about. */
    private static boolean acceptsMarks() {
        try {
            return !Files.readString(ACCEPTS_MARK).strip().equals("0");
        } catch (IOException e) {
            return true;
        }
    }

    private static boolean isLoopback4(Listener listener) {
        return listener.address().getAddress() instanceof Inet4Address address && address.isLoopbackAddress();
    }
}
