package io.twinmesh.adapters.intercept;

import static io.twinmesh.adapters.intercept.netns.Network.NET;
import static io.twinmesh.adapters.intercept.netns.Network.NET6;
import static io.twinmesh.adapters.intercept.netns.Network.POD;
import static io.twinmesh.adapters.intercept.netns.Network.POD6;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.twinmesh.adapters.intercept.host.Host;
import io.twinmesh.adapters.intercept.host.Output;
import io.twinmesh.adapters.intercept.model.Inbound;
import io.twinmesh.adapters.intercept.model.InterceptConfig;
import io.twinmesh.adapters.intercept.model.Outbound;
import io.twinmesh.adapters.intercept.model.Ports;
import io.twinmesh.adapters.intercept.model.Tool;
import io.twinmesh.adapters.intercept.netns.Network;
import io.twinmesh.adapters.intercept.netns.Program;
import io.twinmesh.adapters.intercept.netns.Root;
import io.twinmesh.api.Direction;
import java.io.IOException;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Rules of directions that let go direct what no listener takes, and nothing else; needs root. */
@Timeout(60)
class OpenDirectionsTest {

    private static final Set<Direction> BOTH = EnumSet.allOf(Direction.class);

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
        network.sidecar("15001:2:out", "15006:2:in", "15011:2:deaf", "15016:2:deaf");
        pod = new Interception(network.pod());
        assertEquals("listening", application.ask("listen 20880"));
        assertEquals("listening", server.ask("listen 20880"));
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
        network.inPod("sysctl -qw net.ipv4.tcp_syncookies=1");
    }

    private static InterceptConfig ports(Tool tool, int out, int in) {
        Outbound outbound = new Outbound(out, Ports.of(20880), Configs.CLIENTS, List.of(), List.of());
        return Configs.of(tool, outbound, new Inbound(in, Ports.of(20880), List.of(), false));
    }

    private static String call(Program caller, String address) {
        return caller.ask("call " + address + " 20880 2000");
    }

    private static String storm(Program caller, String address, int calls) {
        return caller.ask("storm " + address + " 20880 " + calls + " 5000");
    }

    /** Calls that are to wait in vain. */
    private static String inVain(Program caller, String address, int calls) {
        return caller.ask("storm " + address + " 20880 " + calls + " 700");
    }

    @ParameterizedTest
    @EnumSource(names = {"NFT", "IPTABLES_NFT", "IPTABLES_LEGACY"})
    void whereNobodyListensCallsGoDirectAtOnce(Tool tool) {
        Root.assume(tool);
        pod.apply(ports(tool, 15101, 15106).openIn(Set.of(Direction.OUTBOUND)));
        assertEquals("server at 10.77.0.2:20880 called by 10.77.0.1", call(application, NET));
        assertTrue(call(application, NET6).startsWith("server at "));
        assertEquals("{direct=50}", storm(application, NET, 50));
        assertEquals("{hung=1}", inVain(server, POD, 1));

        pod.apply(ports(tool, 15101, 15106).openIn(Set.of(Direction.INBOUND)));
        assertEquals("{hung=1}", inVain(application, NET, 1));
        assertEquals("application at 10.77.0.1:20880 called by 10.77.0.2", call(server, POD));
        assertTrue(call(server, POD6).startsWith("application at "));
        assertEquals("0 0", network.tracked());
    }

    /** A copy of a first packet that got out would leave a half-open connection at the server, for a minute. */
    @ParameterizedTest
    @EnumSource(names = {"NFT", "IPTABLES_NFT", "IPTABLES_LEGACY"})
    void whereSomebodyListensNothingElseLeaves(Tool tool) {
        Root.assume(tool);
        pod.apply(ports(tool, 15001, 15006).openIn(BOTH));

        for (int cookies : new int[] {1, 2}) {
            network.inPod("sysctl -qw net.ipv4.tcp_syncookies=" + cookies);
            for (String address : List.of(NET, NET6)) {
                assertEquals("{caught=100}", storm(application, address, 100));
            }
            for (String address : List.of(POD, POD6)) {
                assertTrue(call(server, address).startsWith("sidecar in for "), address);
            }
        }
        assertEquals("", network.inNet("ss -Htan state syn-recv").out());
        assertEquals("0 0", network.tracked());
    }

    @ParameterizedTest
    @EnumSource(names = {"NFT", "IPTABLES_NFT", "IPTABLES_LEGACY"})
    void aListenerWithoutRoomIsWaitedFor(Tool tool) {
        Root.assume(tool);
        pod.apply(ports(tool, 15011, 15016).openIn(BOTH));

        for (String address : List.of(NET, NET6)) {
            assertEquals("{hung=10}", inVain(application, address, 10));
        }
        for (String address : List.of(POD, POD6)) {
            assertEquals("{hung=10}", inVain(server, address, 10));
        }
    }

    /** The hash limit itself drops what it has no place for, and no rule comes before that. Whoever is dropped is not led around the sidecar. */
    @ParameterizedTest
    @EnumSource(names = {"IPTABLES_NFT", "IPTABLES_LEGACY"})
    void aFullTableDropsFirstPacketsUntilThereIsRoomAgain(Tool tool) {
        Root.assume(tool);
        new Interception(new SmallTables(network.pod()))
                .apply(ports(tool, 15001, 15006).openIn(BOTH));

        String out = inVain(application, NET, 100);
        String in = inVain(server, POD, 100);

        assertTrue(out.matches("\\{caught=\\d+, hung=\\d+}"), "outbound: " + out);
        assertTrue(in.matches("\\{caught=\\d+, hung=\\d+}"), "inbound: " + in);
        await().until(() -> entries("out").isEmpty() && entries("in").isEmpty());
        assertEquals("{caught=10}", storm(application, NET, 10));
        assertEquals("{caught=10}", storm(server, POD, 10));
    }

    private static String entries(String direction) {
        return network.pod().must("", List.of("cat", "/proc/net/ipt_hashlimit/twinmesh_" + direction));
    }

    /** A machine whose hash limits have room for few connections. */
    private record SmallTables(Host host) implements Host {

        @Override
        public Output run(String input, List<String> command) {
            String small = "--hashlimit-htable-size 16 --hashlimit-htable-max 16";
            return host.run(input.replace("--hashlimit-htable-max 65536", small), command);
        }

        @Override
        public String read(String path) {
            return host.read(path);
        }

        @Override
        public boolean has(String program) {
            return host.has(program);
        }
    }

    /** Calls of a machine to itself, and connections from before. */
    @ParameterizedTest
    @EnumSource(names = {"NFT", "IPTABLES_NFT", "IPTABLES_LEGACY"})
    void whatGoesRoundOnThisMachineIsLeftAlone(Tool tool) throws IOException {
        Root.assume(tool);
        Program before = network.application();
        assertTrue(before.ask("open " + POD + " 20880").startsWith("application at "), "connected");

        pod.apply(ports(tool, 15001, 15006).openIn(BOTH));

        assertEquals("hello", before.ask("send 0 hello"));
        assertEquals("application at 10.77.0.1:20880 called by 10.77.0.1", call(application, POD));
        assertTrue(call(application, "127.0.0.1").startsWith("application at "));
        assertTrue(call(application, "::1").startsWith("application at "));
    }
}
