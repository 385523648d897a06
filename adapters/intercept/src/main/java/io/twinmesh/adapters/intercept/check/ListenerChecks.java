package io.twinmesh.adapters.intercept.check;

import io.twinmesh.adapters.intercept.host.Host;
import io.twinmesh.adapters.intercept.model.Finding;
import io.twinmesh.adapters.intercept.model.Inbound;
import io.twinmesh.adapters.intercept.model.InterceptConfig;
import io.twinmesh.adapters.intercept.model.Outbound;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Is the sidecar there, as the rules need it; does a server stand where clients are caught. */
record ListenerChecks(Host host, InterceptConfig config) {

    private static final String START =
            "start the sidecar first, or use 'mesh intercept guard', or --ignore this check";

    List<Finding> findings() {
        List<ListeningSocket> sockets = ListeningSocket.all(host);
        if (sockets == null) {
            return List.of(Finding.warn("listeners", "ss: not found or too old", "install iproute2 5.10 or later"));
        }
        List<Finding> findings = new ArrayList<>();
        Outbound outbound = config.outbound();
        Inbound inbound = config.inbound();
        if (outbound != null) {
            findings.add(listener("outbound-listener", outbound.port(), sockets, false));
            findings.add(servers(outbound, sockets));
        }
        if (inbound != null) {
            findings.add(listener("inbound-listener", inbound.port(), sockets, true));
        }
        return findings;
    }

    private Finding listener(String check, int port, List<ListeningSocket> sockets, boolean inbound) {
        List<ListeningSocket> found =
                sockets.stream().filter(socket -> socket.port() == port).toList();
        if (found.isEmpty()) {
            return Finding.fail(check, "nothing listens on port " + port, START);
        }
        for (ListeningSocket socket : found) {
            Finding finding = verdict(check, socket, inbound);
            if (finding.level() != Finding.Level.PASS) {
                return finding;
            }
        }
        return Finding.pass(
                check,
                found.stream().map(ListeningSocket::address).collect(Collectors.joining(", ")) + " port " + port);
    }

    private Finding verdict(String check, ListeningSocket socket, boolean inbound) {
        String where = socket.address() + ":" + socket.port();
        if (!socket.transparent()) {
            return Finding.fail(check, where + " is not transparent", "start the sidecar with transparent listeners");
        }
        if (inbound && socket.onLoopback()) {
            return Finding.fail(
                    check, where + " is on loopback only", "listen on every address: inbound packets keep theirs");
        }
        if (socket.waiting() > socket.room()) {
            return Finding.fail(
                    check,
                    where + " accepts nothing: " + socket.waiting() + " connections wait",
                    "restart the sidecar");
        }
        return mark(check, where, socket, inbound);
    }

    /** With tcp_fwmark_accept the answer to a caught SYN inherits the mark of the SYN if its listener has none, and goes round in circles. */
    private Finding mark(String check, String where, ListeningSocket socket, boolean inbound) {
        boolean inherits = host.read("/proc/sys/net/ipv4/tcp_fwmark_accept").equals("1");
        if (socket.mark() != 0 || inbound) {
            return Finding.pass(check, where);
        }
        return inherits
                ? Finding.fail(
                        check,
                        where + " has no mark while tcp_fwmark_accept is 1",
                        "set SO_MARK " + config.marks().sidecar() + " on it")
                : Finding.warn(
                        check,
                        where + " has no mark",
                        "set SO_MARK " + config.marks().sidecar() + " on it: tcp_fwmark_accept=1 breaks it otherwise");
    }

    private Finding servers(Outbound outbound, List<ListeningSocket> sockets) {
        List<String> caught = sockets.stream()
                .filter(socket -> outbound.sources().contains(socket.port()) && !socket.onLoopback())
                .map(socket -> socket.address() + ":" + socket.port())
                .toList();
        return caught.isEmpty()
                ? Finding.pass("servers", "none listens on a source port of clients (" + outbound.sources() + ")")
                : Finding.warn(
                        "servers",
                        String.join(", ", caught) + ": answers to clients on caught ports would be caught, too",
                        "leave these ports out of --source-ports and of net.ipv4.ip_local_port_range");
    }
}
