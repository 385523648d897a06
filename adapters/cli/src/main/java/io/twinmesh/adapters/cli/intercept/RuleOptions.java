package io.twinmesh.adapters.cli.intercept;

import io.twinmesh.adapters.intercept.Interception;
import io.twinmesh.adapters.intercept.model.Family;
import io.twinmesh.adapters.intercept.model.Inbound;
import io.twinmesh.adapters.intercept.model.InterceptConfig;
import io.twinmesh.adapters.intercept.model.Marks;
import io.twinmesh.adapters.intercept.model.Outbound;
import io.twinmesh.adapters.intercept.model.Ports;
import io.twinmesh.adapters.intercept.model.Tool;
import io.twinmesh.api.config.MeshConfigurationException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that say which connections are caught: the same for every command that needs to know. */
final class RuleOptions {

    @Option(
            names = "--outbound-port",
            paramLabel = "PORT",
            description = "Catch connections that applications open; the sidecar listens here (usually 15001).")
    @Nullable Integer outboundPort;

    @Option(
            names = "--outbound",
            paramLabel = "PORTS",
            description = "Destination ports that are caught: 20880,21000-21009 or all (default: ${DEFAULT-VALUE}).")
    String outbound = "all";

    @Option(names = "--exclude-outbound", paramLabel = "PORTS", description = "Destination ports that are not.")
    @Nullable String excludeOutbound;

    @Option(
            names = {"--uid", "--sidecar-uid"},
            paramLabel = "UID",
            description = {
                "The sidecar's own user: what it opens is never caught. Everything else that runs as this user goes free, too.",
                "Not needed if the sidecar marks its connections. Can be given more than once."
            })
    List<Long> sidecarUsers = new ArrayList<>();

    @Option(
            names = "--application-uid",
            paramLabel = "UID",
            description =
                    "Catch only what this user opens (default: what every user opens). Can be given more than once.")
    List<Long> applicationUsers = new ArrayList<>();

    @Option(
            names = "--source-ports",
            paramLabel = "PORTS",
            description = {
                "Source ports of connections that may be caught (default: net.ipv4.ip_local_port_range).",
                "What leaves from another port is the answer of a server to its client and goes its own way."
            })
    @Nullable String sourcePorts;

    @Option(
            names = "--inbound-port",
            paramLabel = "PORT",
            description = "Catch connections that come in; the sidecar listens here (usually 15006). Needs --inbound.")
    @Nullable Integer inboundPort;

    @Option(
            names = "--inbound",
            paramLabel = "PORTS",
            description = "Ports of the application that are caught, or all.")
    @Nullable String inbound;

    @Option(names = "--exclude-inbound", paramLabel = "PORTS", description = "Ports of the application that are not.")
    @Nullable String excludeInbound;

    @Option(
            names = "--interface",
            paramLabel = "IF",
            description = "Where they come in (default: every interface but lo). Can be given more than once.")
    List<String> interfaces = new ArrayList<>();

    @Option(
            names = "--keep-client-address",
            description = "The application is to see its client's address; needs net.ipv4.tcp_fwmark_accept=1.")
    boolean keepAddress;

    @Option(
            names = "--mark",
            paramLabel = "N",
            description = "SO_MARK of the sidecar's own sockets, which are never caught (default: ${DEFAULT-VALUE}).")
    int mark = Marks.USUAL.sidecar();

    @Option(
            names = "--keep-mark",
            paramLabel = "N",
            description =
                    "SO_MARK of its sockets that keep a client's address: its --keep-mark (default: ${DEFAULT-VALUE}).")
    int keepMark = Marks.USUAL.keep();

    @Option(
            names = "--loop-mark",
            paramLabel = "N",
            description = "Mark of packets that are caught (default: ${DEFAULT-VALUE}).")
    int loopMark = Marks.USUAL.loop();

    @Option(
            names = "--only-own-marks",
            description = "Catch packets that somebody else has marked, too (default: every mark goes free).")
    boolean onlyOwnMarks;

    @Option(names = "--ipv4-only", description = "Leave IPv6 alone (default: every family the host has).")
    boolean ipv4Only;

    @Option(names = "--ipv6-only", description = "Leave IPv4 alone.")
    boolean ipv6Only;

    @Option(
            names = "--with",
            paramLabel = "TOOL",
            description = "auto, nft, iptables, iptables-nft or iptables-legacy (default: ${DEFAULT-VALUE}).")
    String with = "auto";

    @Option(
            names = "--table",
            paramLabel = "N",
            description = "Routing table for caught packets (default: ${DEFAULT-VALUE}).")
    int table = InterceptConfig.USUAL_TABLE;

    @Option(
            names = "--pref",
            paramLabel = "N",
            description = "Preference of the routing rules, this and the next (default: ${DEFAULT-VALUE}).")
    int preference = InterceptConfig.USUAL_PREFERENCE;

    /**
     * What they ask for on this machine.
     *
     * @throws MeshConfigurationException if they contradict each other
     */
    InterceptConfig config(Interception machine) {
        return new InterceptConfig(
                Tool.of(with),
                families(machine),
                outbound(machine),
                inbound(),
                new Marks(mark, loopMark, keepMark),
                onlyOwnMarks,
                table,
                preference,
                Set.of());
    }

    private Set<Family> families(Interception machine) {
        if (ipv4Only && ipv6Only) {
            throw new MeshConfigurationException("--ipv4-only", "with --ipv6-only", "one of them, or none for both");
        }
        Set<Family> families = EnumSet.copyOf(machine.families());
        if (ipv4Only || ipv6Only) {
            families.retainAll(Set.of(ipv4Only ? Family.IPV4 : Family.IPV6));
        }
        return families;
    }

    private @Nullable Outbound outbound(Interception machine) {
        if (outboundPort == null) {
            return null;
        }
        Ports sources = sourcePorts == null ? machine.clientPorts() : ports("--source-ports", sourcePorts);
        Ports caught = ports("--outbound", outbound).minus(excluded("--exclude-outbound", excludeOutbound));
        return new Outbound(port("--outbound-port", outboundPort), caught, sources, sidecarUsers, applicationUsers);
    }

    private @Nullable Inbound inbound() {
        if (inboundPort == null && inbound == null) {
            return null;
        }
        if (inboundPort == null || inbound == null) {
            throw new MeshConfigurationException(
                    "--inbound-port and --inbound",
                    "one of them",
                    "both: where the sidecar listens, and for which ports");
        }
        Ports caught = ports("--inbound", inbound).minus(excluded("--exclude-inbound", excludeInbound));
        // The sidecar's own ports are no application.
        Ports own = outboundPort == null ? Ports.of(inboundPort) : Ports.parse(inboundPort + "," + outboundPort);
        return new Inbound(port("--inbound-port", inboundPort), caught.minus(own), interfaces, keepAddress);
    }

    private static int port(String option, int port) {
        return ports(option, Integer.toString(port)).ranges().get(0).first();
    }

    private static Ports excluded(String option, @Nullable String text) {
        return text == null ? Ports.NONE : ports(option, text);
    }

    private static Ports ports(String option, String text) {
        try {
            return Ports.parse(text);
        } catch (MeshConfigurationException e) {
            throw new MeshConfigurationException(option, text, e.expected());
        }
    }
}
