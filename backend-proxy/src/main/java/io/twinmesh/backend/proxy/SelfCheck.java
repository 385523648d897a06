package io.twinmesh.backend.proxy;

import io.twinmesh.api.Direction;
import java.net.Inet4Address;
import java.util.ArrayList;
import java.util.List;

/** Names at start what will not work later, in words that say what to do. */
final class SelfCheck {

    private SelfCheck() {}

    /**
     * One line per trap that a listener stands in.
     *
     * <p>Dubbo's client replaces {@code 127.*}, {@code localhost} and {@code 0.0.0.0} in the address it is given by the address of the first
     * network interface ({@code apache/dubbo} NetUtils.filterLocalHost), and then connects to where nobody listens.
     */
    static List<String> warnings(List<Listener> listeners) {
        List<String> warnings = new ArrayList<>();
        for (Listener listener : listeners) {
            if (listener.direction() == Direction.OUTBOUND && isLoopback4(listener)) {
                warnings.add("listener outbound: " + Addresses.text(listener.address())
                        + " (expected: [::1] or the address of the pod: Dubbo consumers replace 127.* by the address of"
                        + " the first network interface and will not reach this listener)");
            }
        }
        return warnings;
    }

    private static boolean isLoopback4(Listener listener) {
        return listener.address().getAddress() instanceof Inet4Address address && address.isLoopbackAddress();
    }
}
