package io.twinmesh.adapters.cli.demo;

import io.twinmesh.adapters.cli.CommandFailure;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Two network namespaces of this process, joined by a cable: the pod, where an application and its sidecar are, and the peer, where its providers
 * are.
 *
 * <p>Lifecycle: they go when this is closed and when this process is told to end. Threading: making and removing exclude each other.
 */
final class Cable implements AutoCloseable {

    static final String FIRST = "10.79.0.2";
    static final String SECOND = "10.79.0.3";

    private static final String MAKE = """
            set -e
            ip netns add "$POD"
            ip netns add "$PEER"
            ip link add eth0 netns "$POD" type veth peer name eth0 netns "$PEER"
            for ns in "$POD" "$PEER"; do
              ip -n "$ns" link set lo up
              ip -n "$ns" link set eth0 up
            done
            ip -n "$POD" addr add 10.79.0.1/24 dev eth0
            ip -n "$PEER" addr add 10.79.0.2/24 dev eth0
            ip -n "$PEER" addr add 10.79.0.3/24 dev eth0
            ip -n "$POD" route add default via 10.79.0.2
            """;
    private static final String REMOVE = "ip netns del \"$POD\"; ip netns del \"$PEER\"";

    /** Every table that interception could change. What a tool that is not there would print is nothing. */
    private static final String TABLES = """
            for tables in "nft list ruleset" \
                iptables-nft-save ip6tables-nft-save iptables-legacy-save ip6tables-legacy-save iptables-save ip6tables-save \
                "ip -4 rule" "ip -6 rule" "ip -4 route show table all" "ip -6 route show table all"; do
              echo "$tables"
              ip netns exec "$POD" $tables
            done
            """;

    private final String pod = "mesh-demo-" + ProcessHandle.current().pid() + "-pod";
    private final String peer = "mesh-demo-" + ProcessHandle.current().pid() + "-peer";
    private final Thread hook = new Thread(this::remove, "demo-namespaces");
    private boolean removed;

    private Cable() {}

    /** Makes them, or says in one line what is missing, with status 2. */
    static Cable make() {
        Cable cable = new Cable();
        Runtime.getRuntime().addShutdownHook(cable.hook);
        Said said = cable.build();
        if (said.status() != 0) {
            cable.close();
            throw InterceptNeeds.missing(
                    "no network namespaces: " + said.text().lines().findFirst().orElse("status " + said.status()));
        }
        return cable;
    }

    private synchronized Said build() {
        return removed ? new Said(1, "ended") : shell(MAKE);
    }

    private synchronized void remove() {
        if (!removed) {
            removed = true;
            shell(REMOVE);
        }
    }

    /** How a program ended, and all it said. */
    record Said(int status, String text) {}

    private Said shell(String script) {
        return run(List.of("sh", "-c", script));
    }

    private Said run(List<String> command) {
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("PATH", InterceptNeeds.path());
        builder.environment().put("LC_ALL", "C");
        builder.environment().put("POD", pod);
        builder.environment().put("PEER", peer);
        try {
            Process process = builder.start();
            process.getOutputStream().close();
            String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return new Said(process.onExit().join().exitValue(), text.strip());
        } catch (IOException e) {
            throw CommandFailure.failed("demo: " + command.get(0) + ": " + e.getMessage());
        }
    }

    /** A command that runs in the pod. */
    List<String> inPod(List<String> command) {
        return in(pod, command);
    }

    /** A command that runs in the peer. */
    List<String> inPeer(List<String> command) {
        return in(peer, command);
    }

    private static List<String> in(String namespace, List<String> command) {
        List<String> words = new ArrayList<>(List.of("ip", "netns", "exec", namespace));
        words.addAll(command);
        return words;
    }

    /** Runs a command in the pod to its end; it must end well. */
    String done(List<String> command) {
        Said said = run(inPod(command));
        if (said.status() != 0) {
            throw CommandFailure.failed("demo: " + String.join(" ", command) + ": " + said.text());
        }
        return said.text();
    }

    /** The tables of the pod, without dates, counters of packets, and what IPv6 adds by itself once an interface is up. */
    String tables() {
        return shell(TABLES)
                .text()
                .lines()
                .filter(line -> !line.startsWith("#") && !line.contains("fe80:") && !line.contains("multicast"))
                .map(line -> line.replaceAll("\\[\\d+:\\d+]", "[0:0]"))
                .collect(Collectors.joining("\n"));
    }

    /** How many connections the pod tracks; empty where this kernel does not say. */
    String tracked() {
        Said said = run(inPod(List.of("cat", "/proc/sys/net/netfilter/nf_conntrack_count")));
        return said.status() == 0 ? said.text() : "";
    }

    @Override
    public void close() {
        remove();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // this process is ending: the hook finds them gone
        }
    }
}
