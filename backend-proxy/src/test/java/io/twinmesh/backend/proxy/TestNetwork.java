package io.twinmesh.backend.proxy;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * A pod and a peer: two network namespaces joined by a cable, with a JVM in each, and the interception rules in the pod. Needs root,
 * iproute2 and iptables; without them the tests are skipped and say so.
 */
final class TestNetwork implements AutoCloseable {

    static final int OUTBOUND = 15001;
    static final int INBOUND = 15006;

    /** The ports that are intercepted: both directions. */
    static final int FIRST_PORT = 20_880;

    private static final String SETUP = """
            set -e
            ip netns add $POD; ip netns add $PEER
            ip link add eth0 netns $POD type veth peer name eth0 netns $PEER
            for ns in $POD $PEER; do ip -n $ns link set lo up; ip -n $ns link set eth0 up; done
            ip -n $POD addr add 10.77.0.1/24 dev eth0; ip -n $POD addr add fd77::1/64 dev eth0 nodad
            for n in 2 3; do
              ip -n $PEER addr add 10.77.0.$n/24 dev eth0; ip -n $PEER addr add fd77::$n/64 dev eth0 nodad
            done
            ip -n $POD route add default via 10.77.0.2; ip -n $POD -6 route add default via fd77::2
            ip netns exec $POD sysctl -qw net.ipv4.tcp_fwmark_accept=1
            """;

    /** The rule set of TPROXY without connection tracking, by mark alone: sidecar and application have the same user. */
    private static final String RULES = """
            set -e
            for v in 4 6; do
              if [ $v = 4 ]; then t=iptables; all=0.0.0.0/0; else t=ip6tables; all=::/0; fi
              ip -$v rule add pref 1000 fwmark 1 lookup 100; ip -$v rule add pref 1001 fwmark 3 lookup 100
              ip -$v route add local $all dev lo table 100
              $t -w -t mangle -N TWIN_OUT
              $t -w -t mangle -A TWIN_OUT -o lo -j RETURN
              $t -w -t mangle -A TWIN_OUT -m mark ! --mark 0 -j RETURN
              $t -w -t mangle -A TWIN_OUT -p tcp --dport 20880:29999 -j MARK --set-mark 1
              $t -w -t mangle -N TWIN_LO
              $t -w -t mangle -A TWIN_LO -p tcp -j TPROXY --on-port 15001 --tproxy-mark 1
              $t -w -t mangle -N TWIN_IN
              $t -w -t mangle -A TWIN_IN -p tcp --dport 20880:29999 -j TPROXY --on-port 15006 --tproxy-mark 0x0/0x0
              $t -w -t mangle -A PREROUTING -i lo -p tcp -m mark --mark 1 -j TWIN_LO
              $t -w -t mangle -A PREROUTING -i eth0 -p tcp -j TWIN_IN
              $t -w -t mangle -A OUTPUT -p tcp -j TWIN_OUT
            done
            """;

    private final String podName;
    private final String peerName;
    final OtherJvm pod;
    final OtherJvm peer;

    private TestNetwork(String prefix) throws IOException {
        podName = prefix + "-pod";
        peerName = prefix + "-peer";
        String failure = shell(SETUP, podName, peerName);
        if (failure.isEmpty()) {
            failure = shell("ip netns exec $POD sh -c '" + RULES + "'", podName, peerName);
        }
        if (!failure.isEmpty()) {
            remove();
        }
        assumeTrue(
                failure.isEmpty(),
                "network namespaces: " + failure + " (expected: root, iproute2, iptables and ip6tables with TPROXY)");
        pod = jvm(podName);
        peer = jvm(peerName);
    }

    private static OtherJvm jvm(String namespace) throws IOException {
        return new OtherJvm("ip", "netns", "exec", namespace);
    }

    /** A network of this process, or a skipped test. */
    static TestNetwork open() throws IOException {
        assumeTrue(
                "root".equals(System.getProperty("user.name")),
                "network namespaces: user " + System.getProperty("user.name") + " (expected: root)");
        return new TestNetwork("twinmesh" + ProcessHandle.current().pid());
    }

    /** Runs a script; what it says on standard error if it fails, otherwise nothing. */
    private static String shell(String script, String pod, String peer) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(List.of("sh", "-c", script));
        builder.environment().put("POD", pod);
        builder.environment().put("PEER", peer);
        Process process =
                builder.redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
        String said = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        int status = process.onExit().join().exitValue();
        return status == 0 ? "" : said.isEmpty() ? "status " + status : said;
    }

    private void remove() throws IOException {
        shell("ip netns del $POD; ip netns del $PEER", podName, peerName);
    }

    @Override
    public void close() throws IOException {
        pod.close();
        peer.close();
        remove();
    }
}
