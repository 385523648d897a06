package io.twinmesh.adapters.intercept;

import static io.twinmesh.adapters.intercept.netns.Network.NET;
import static io.twinmesh.adapters.intercept.netns.Network.POD;
import static org.junit.jupiter.api.Assertions.assertEquals;

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
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every mixture of the kernel's settings that other designs trip over; needs root. */
@Timeout(60)
class SettingsTest {

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
        network.sidecar("15001:2:out", "15002:0:out", "15006:2:in", "15008:0:in", "15007:2:keep", "15009:0:keep");
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

    private static void set(int reversePaths, int sourceMarks, int acceptedMarks) {
        network.inPod("sysctl -qw net.ipv4.conf.all.rp_filter=" + reversePaths);
        network.inPod("sysctl -qw net.ipv4.conf.eth0.rp_filter=" + reversePaths);
        network.inPod("sysctl -qw net.ipv4.conf.all.src_valid_mark=" + sourceMarks);
        network.inPod("sysctl -qw net.ipv4.tcp_fwmark_accept=" + acceptedMarks);
    }

    /** rp_filter, src_valid_mark, tcp_fwmark_accept. */
    static Stream<Arguments> settings() {
        return Stream.of(Tool.NFT, Tool.IPTABLES)
                .flatMap(tool -> IntStream.range(0, 12)
                        .mapToObj(number -> Arguments.of(tool, number % 3, number / 3 % 2, number / 6)));
    }

    /** To iptables such a listener's answer is a packet it cannot deliver, and it drops it; nft lets it go on its way. */
    @ParameterizedTest
    @MethodSource("settings")
    void bothDirectionsWorkUnlessAnOutboundListenerWithoutAMarkInheritsOne(
            Tool tool, int reversePaths, int sourceMarks, int acceptedMarks) {
        Root.assume(tool);
        set(reversePaths, sourceMarks, acceptedMarks);

        for (int unmarked = 0; unmarked <= 1; unmarked++) {
            boolean dropped = tool == Tool.IPTABLES && unmarked == 1 && acceptedMarks == 1;
            pod.apply(config(tool, unmarked, false));

            assertEquals(
                    dropped ? "{hung=1}" : "{caught=1}",
                    application.ask("storm " + NET + " 20880 1 " + (dropped ? 500 : 5000)));
            assertEquals(
                    "sidecar in for 10.77.0.1:20880, application at 10.77.0.1:20880 called by 10.77.0.1",
                    server.ask("call " + POD + " 20880 5000"));
        }
    }

    @ParameterizedTest
    @MethodSource("settings")
    void whereNobodyListensCallsGoDirectInOpenDirections(
            Tool tool, int reversePaths, int sourceMarks, int acceptedMarks) {
        Root.assume(tool);
        set(reversePaths, sourceMarks, acceptedMarks);
        Ports port = Ports.of(20880);
        Outbound out = new Outbound(15101, port, Configs.CLIENTS, List.of(), List.of());
        Inbound in = new Inbound(15106, port, List.of(), false);

        pod.apply(Configs.of(tool, out, in).openIn(EnumSet.allOf(Direction.class)));

        assertEquals("{direct=1}", application.ask("storm " + NET + " 20880 1 5000"));
        assertEquals("application at 10.77.0.1:20880 called by 10.77.0.2", server.ask("call " + POD + " 20880 5000"));
    }

    /** rp_filter, src_valid_mark; tcp_fwmark_accept has to be 1. */
    static Stream<Arguments> settingsToKeep() {
        return Stream.of(Tool.NFT, Tool.IPTABLES)
                .flatMap(tool -> IntStream.range(0, 6).mapToObj(number -> Arguments.of(tool, number % 3, number / 3)));
    }

    @ParameterizedTest
    @MethodSource("settingsToKeep")
    void clientAddressesAreKeptWhateverElseIsSet(Tool tool, int reversePaths, int sourceMarks) {
        Root.assume(tool);
        set(reversePaths, sourceMarks, 1);

        for (int unmarked = 0; unmarked <= 1; unmarked++) {
            pod.apply(config(tool, unmarked, true));

            assertEquals(
                    "sidecar keep for 10.77.0.1:20880, application at 10.77.0.1:20880 called by 10.77.0.2",
                    server.ask("call " + POD + " 20880 5000"));
        }
    }

    private static InterceptConfig config(Tool tool, int unmarked, boolean keep) {
        Ports port = Ports.of(20880);
        return Configs.of(
                tool,
                new Outbound(15001 + unmarked, port, Configs.CLIENTS, List.of(), List.of()),
                new Inbound((keep ? 15007 : 15006) + 2 * unmarked, port, List.of(), keep));
    }
}
