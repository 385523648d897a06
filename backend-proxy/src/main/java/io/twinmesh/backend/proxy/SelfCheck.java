package io.twinmesh.backend.proxy;

import io.twinmesh.backend.proxy.SidecarConfig.Listen;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Names at start what will not work later, in words that say what to do. */
final class SelfCheck {

    private static final Path ACCEPTS_MARK = Path.of("/proc/sys/net/ipv4/tcp_fwmark_accept");

    private SelfCheck() {}

    /** One line per trap that the addresses stand in. */
    static List<String> warnings(SidecarConfig config) {
        List<String> warnings = new ArrayList<>();
        Listen outbound = config.outbound();
        if (outbound != null && !outbound.interception().transparent() && isLoopback4(outbound)) {
            warnings.add(replaced(outbound));
        }
        config.inbound().stream()
                .filter(inbound -> inbound.interception().transparent())
                .forEach(inbound -> transparent(inbound, warnings));
        admin(config.admin(), warnings);
        return warnings;
    }

    /**
     * Dubbo's client replaces {@code 127.*}, {@code localhost} and {@code 0.0.0.0} in the address it is given by the address of the first
     * network interface ({@code apache/dubbo} NetUtils.filterLocalHost), and then connects to where nobody listens.
     */
    private static String replaced(Listen outbound) {
        return "listener outbound: " + Addresses.text(outbound.address())
                + " (expected: [::1] or the address of the pod: Dubbo consumers replace 127.* by the address of"
                + " the first network interface and will not reach this listener)";
    }

    /** What rules hand over goes to the address of the interface it came in by; answers come back only if marks are accepted. */
    private static void transparent(Listen inbound, List<String> warnings) {
        if (inbound.address().getAddress().isLoopbackAddress()) {
            warnings.add(
                    "listener inbound: " + Addresses.text(inbound.address())
                            + " (expected: [::], or rules that name this address: TPROXY looks for a listener on the interface's address)");
        }
        if (inbound.interception().keepClientAddress() && !acceptsMarks()) {
            warnings.add(
                    "option 'preserve-client-address': net.ipv4.tcp_fwmark_accept: 0 (expected: 1, or connections to"
                            + " applications will time out)");
        }
    }

    /** The pages name every rule and endpoint and ask nobody who he is. */
    private static void admin(@Nullable InetSocketAddress address, List<String> warnings) {
        if (address != null && !address.getAddress().isLoopbackAddress()) {
            warnings.add("listener admin: " + Addresses.text(address)
                    + " (expected: [::1] or 127.0.0.1: whoever reaches this port can read every rule and endpoint)");
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

    private static boolean isLoopback4(Listen listen) {
        return listen.address().getAddress() instanceof Inet4Address address && address.isLoopbackAddress();
    }
}
