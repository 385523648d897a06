package io.twinmesh.adapters.intercept;

import static io.twinmesh.adapters.intercept.netns.Network.NET;
import static io.twinmesh.adapters.intercept.netns.Network.NET6;
import static io.twinmesh.adapters.intercept.netns.Network.POD;
import static io.twinmesh.adapters.intercept.netns.Network.POD6;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.twinmesh.adapters.intercept.model.Inbound;
import io.twinmesh.adapters.intercept.model.InterceptConfig;
import io.twinmesh.adapters.intercept.model.Outbound;
import io.twinmesh.adapters.intercept.model.Ports;
import io.twinmesh.adapters.intercept.model.Tool;
import io.twinmesh.adapters.intercept.netns.Network;
import io.twinmesh.adapters.intercept.netns.Program;
import io.twinmesh.adapters.intercept.netns.Root;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Real rules in a real kernel, real connections of real processes; needs root. */
@Timeout(60)
class NamespaceTest {

    private static Network network;
    private static Program application;
    private static Program server;
    private static Interception pod;

    @BeforeAll
    static void build() throws IOException {
        Root.assume();
        network = new Network();
        application = network.application();
        server = network.server();
        network.sidecar("15001:2:out", "15002:0:out", "15006:2:in", "15007:2:keep", "15008:0:in", "15009:0:keep");
        pod = new Interception(network.pod());
        for (int port : new int[] {20880, 20881, 7000}) {
            assertEquals("listening", application.ask("listen " + port));
            assertEquals("listening", server.ask("listen " + port));
        }
    }

    @AfterAll
    static void close() {
        if (network != null) {
            network.close();
        }
    }

    @AfterEach
    void removeRules() {
        pod.remove();
    }

    private static String call(Program caller, String address, int port) {
        return caller.ask("call " + address + " " + port + " 2000");
    }

    @ParameterizedTest
    @EnumSource(names = {"NFT", "IPTABLES_NFT", "IPTABLES_LEGACY"})
    void whatGoesOutIsCaughtInBothFamiliesAndNothingElse(Tool tool) {
        Root.assume(tool);
        pod.apply(Configs.outbound(tool, "20880-20889"));

        assertEquals(
                "sidecar out for 10.77.0.2:20880, server at 10.77.0.2:20880 called by 10.77.0.1",
                call(application, NET, 20880));
        assertEquals(
                "sidecar out for fd77:0:0:0:0:0:0:2:20880, server at fd77:0:0:0:0:0:0:2:20880 called by fd77:0:0:0:0:0:0:1",
                call(application, NET6, 20880));
        assertEquals("server at 10.77.0.2:7000 called by 10.77.0.1", call(application, NET, 7000));
        assertEquals("application at 10.77.0.1:20880 called by 10.77.0.1", call(application, POD, 20880));
        assertEquals("application at 127.0.0.1:20880 called by 127.0.0.1", call(application, "127.0.0.1", 20880));
        assertTrue(call(application, POD6, 20880).startsWith("application at "));
        assertTrue(call(application, "::1", 20880).startsWith("application at "));
        assertEquals("server at 10.77.0.2:20880 called by 10.77.0.1", network.callAs(1337, NET, 20880));
        assertEquals("sidecar out for 10.77.0.2:20880", network.callAs(1001, NET, 20880));
        assertEquals("0 0", network.tracked());
    }

    @ParameterizedTest
    @EnumSource(names = {"NFT", "IPTABLES_NFT", "IPTABLES_LEGACY"})
    void whatComesInIsCaughtInBothFamiliesAndNothingElse(Tool tool) {
        Root.assume(tool);
        pod.apply(Configs.inbound(tool, "20880", false));

        assertEquals(
                "sidecar in for 10.77.0.1:20880, application at 10.77.0.1:20880 called by 10.77.0.1",
                call(server, POD, 20880));
        assertTrue(call(server, POD6, 20880).startsWith("sidecar in for fd77:0:0:0:0:0:0:1:20880, application at"));
        assertEquals("application at 10.77.0.1:20881 called by 10.77.0.2", call(server, POD, 20881));
        assertEquals("application at 10.77.0.1:20880 called by 10.77.0.1", call(application, POD, 20880));
        assertEquals("0 0", network.tracked());
    }

    @ParameterizedTest
    @EnumSource(names = {"NFT", "IPTABLES_NFT", "IPTABLES_LEGACY"})
    void theApplicationSeesItsClientsAddressIfItIsKept(Tool tool) {
        Root.assume(tool);
        network.inPod("sysctl -qw net.ipv4.tcp_fwmark_accept=1");
        pod.apply(Configs.inbound(tool, "20880", true));

        assertEquals(
                "sidecar keep for 10.77.0.1:20880, application at 10.77.0.1:20880 called by 10.77.0.2",
                call(server, POD, 20880));
        assertTrue(call(server, POD6, 20880).endsWith("called by fd77:0:0:0:0:0:0:2"));
        network.inPod("sysctl -qw net.ipv4.tcp_fwmark_accept=0");
        assertEquals("0 0", network.tracked());
    }

    @ParameterizedTest
    @EnumSource(names = {"NFT", "IPTABLES_NFT", "IPTABLES_LEGACY"})
    void onlyTheUsersThatAreNamedAreCaught(Tool tool) {
        Root.assume(tool);
        Outbound outbound = new Outbound(15001, Ports.ALL, Configs.CLIENTS, List.of(), List.of(1001L, 1002L));
        pod.apply(Configs.of(tool, outbound, null));

        assertEquals("sidecar out for 10.77.0.2:20880", network.callAs(1001, NET, 20880));
        assertEquals("sidecar out for 10.77.0.2:20880", network.callAs(1002, NET, 20880));
        assertEquals("server at 10.77.0.2:20880 called by 10.77.0.1", network.callAs(1003, NET, 20880));
        assertEquals("server at 10.77.0.2:20880 called by 10.77.0.1", call(application, NET, 20880));
    }

    @ParameterizedTest
    @EnumSource(names = {"NFT", "IPTABLES_NFT", "IPTABLES_LEGACY"})
    void answersOfAServerGoTheirOwnWayThoughEveryPortIsCaught(Tool tool) {
        Root.assume(tool);
        pod.apply(Configs.outbound(tool, "all"));

        assertEquals("application at 10.77.0.1:20880 called by 10.77.0.2", call(server, POD, 20880));
        assertTrue(call(server, POD6, 20880).startsWith("application at "));
        assertTrue(call(application, NET, 7000).startsWith("sidecar out for 10.77.0.2:7000, server"));
    }

    @ParameterizedTest
    @EnumSource(names = {"NFT", "IPTABLES_NFT", "IPTABLES_LEGACY"})
    void bothDirectionsAndOnlyTheInterfaceThatIsNamed(Tool tool) {
        Root.assume(tool);
        Inbound elsewhere = new Inbound(15006, Ports.of(20880), List.of("eth7"), false);
        pod.apply(Configs.of(tool, Configs.outbound("20880"), elsewhere));
        assertEquals("application at 10.77.0.1:20880 called by 10.77.0.2", call(server, POD, 20880));

        Inbound here = new Inbound(15006, Ports.of(20880), List.of("eth0", "eth7"), false);
        pod.apply(Configs.of(tool, Configs.outbound("20880"), here));
        assertTrue(call(server, POD, 20880).startsWith("sidecar in for 10.77.0.1:20880, application"));
        assertTrue(call(application, NET, 20880).startsWith("sidecar out for 10.77.0.2:20880, server"));
    }

    @ParameterizedTest
    @EnumSource(names = {"NFT", "IPTABLES_NFT", "IPTABLES_LEGACY"})
    void answersToClientsOnThisMachineComeThroughThoughEveryPortIsCaught(Tool tool) {
        Root.assume(tool);
        pod.apply(Configs.inbound(tool, "all", false));

        assertEquals("server at 10.77.0.2:20880 called by 10.77.0.1", call(application, NET, 20880));
        assertTrue(call(application, NET6, 20880).startsWith("server at "));
        assertTrue(call(server, POD, 20880).startsWith("sidecar in for 10.77.0.1:20880, application"));
        assertTrue(call(server, POD6, 20880).startsWith("sidecar in for "));
        assertEquals("0 0", network.tracked());
    }

    /** The last packet of such a handshake belongs to no socket yet: it is not to be taken for an answer to a client. */
    @ParameterizedTest
    @EnumSource(names = {"NFT", "IPTABLES_NFT", "IPTABLES_LEGACY"})
    void connectionsThatAreMadeBySynCookiesAreCaughtToo(Tool tool) {
        Root.assume(tool);
        pod.apply(Configs.inbound(tool, "all", false));
        network.inPod("sysctl -qw net.ipv4.tcp_syncookies=2");

        String answer = call(server, POD, 20880);
        String answer6 = call(server, POD6, 20880);
        network.inPod("sysctl -qw net.ipv4.tcp_syncookies=1");

        assertEquals("sidecar in for 10.77.0.1:20880, application at 10.77.0.1:20880 called by 10.77.0.1", answer);
        assertTrue(answer6.startsWith("sidecar in for "), answer6);
    }

    private static String storm(Program caller, String address) {
        return caller.ask("storm " + address + " 20880 1 700");
    }

    private static InterceptConfig nobodyListens(Tool tool) {
        Outbound outbound = new Outbound(15101, Ports.of(20880), Configs.CLIENTS, List.of(), List.of());
        return Configs.of(tool, outbound, new Inbound(15106, Ports.of(20880), List.of(), false));
    }

    /** Neither the other end nor whoever has the port on this machine. */
    @ParameterizedTest
    @EnumSource(names = {"NFT", "IPTABLES_NFT", "IPTABLES_LEGACY"})
    void whereNobodyListensNobodyAnswers(Tool tool) {
        Root.assume(tool);
        pod.apply(nobodyListens(tool));

        for (String address : List.of(NET, NET6)) {
            assertEquals("{hung=1}", storm(application, address));
        }
        for (String address : List.of(POD, POD6)) {
            assertEquals("{hung=1}", storm(server, address));
        }
    }

    @Test
    void anAddressWithoutARouteFailsAtOnceAndIsCaughtWithOne() {
        pod.apply(Configs.outbound(Tool.AUTO, "20880"));
        assertEquals("sidecar out for 198.51.100.7:20880", network.callAs(1001, "198.51.100.7", 20880));

        network.inPod("ip route del default");
        String answer = call(application, "198.51.100.7", 20880);
        network.inPod("ip route add default via " + NET);

        assertEquals("failed: Network is unreachable", answer);
    }

    @Test
    void aThousandConnectionsAtTheSameTimeAreTheirOwn() {
        pod.apply(Configs.outbound(Tool.AUTO, "20880-20881"));

        assertEquals("1000", application.ask("many " + NET + " 20880 500"));
        assertEquals("0 0", network.tracked());
    }

    @Test
    void removalCutsOpenConnectionsAndNewOnesAreDirect() {
        pod.apply(Configs.outbound(Tool.AUTO, "20880"));
        assertTrue(application.ask("open " + NET + " 20880").startsWith("sidecar out"));
        assertEquals("hello", application.ask("send 0 hello"));

        pod.remove();

        assertTrue(application.ask("send 0 hello").startsWith("failed: "), "a cut connection");
        assertEquals("server at 10.77.0.2:20880 called by 10.77.0.1", call(application, NET, 20880));
    }
}
