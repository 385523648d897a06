package io.twinmesh.adapters.intercept;

import static io.twinmesh.adapters.intercept.netns.Network.NET;
import static io.twinmesh.adapters.intercept.netns.Network.NET6;
import static io.twinmesh.adapters.intercept.netns.Network.POD;
import static io.twinmesh.adapters.intercept.netns.Network.POD6;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.twinmesh.adapters.intercept.model.Tool;
import io.twinmesh.adapters.intercept.netns.Network;
import io.twinmesh.adapters.intercept.netns.Program;
import io.twinmesh.adapters.intercept.netns.Root;
import io.twinmesh.api.Direction;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Callers that come all the time while a guarded sidecar is killed and another one starts: processes in namespaces; needs root. */
@Timeout(60)
class KilledSidecarTest {

    @TempDir
    private Path run;

    private Network network;
    private Program application;
    private Program server;
    private String socket;

    @BeforeEach
    void build() throws IOException {
        Root.assume();
        network = new Network();
        application = network.application();
        server = network.server();
        socket = run.resolve("alive.sock").toString();
    }

    @AfterEach
    void close() {
        if (network != null) {
            network.close();
        }
    }

    /** Inbound, one family for each tool. */
    static Stream<Arguments> ways() {
        Stream<Arguments> outbound = Stream.of(Tool.NFT, Tool.IPTABLES_NFT, Tool.IPTABLES_LEGACY)
                .flatMap(tool -> Stream.of(NET, NET6).map(address -> Arguments.of(tool, Direction.OUTBOUND, address)));
        return Stream.concat(
                outbound,
                Stream.of(
                        Arguments.of(Tool.NFT, Direction.INBOUND, POD),
                        Arguments.of(Tool.IPTABLES_NFT, Direction.INBOUND, POD6),
                        Arguments.of(Tool.IPTABLES_LEGACY, Direction.INBOUND, POD)));
    }

    @ParameterizedTest
    @MethodSource("ways")
    void oneSecondAfterTheSidecarIsKilledNobodyHangs(Tool tool, Direction direction, String address) throws Exception {
        String before = prepared(tool);
        boolean out = direction == Direction.OUTBOUND;
        assertEquals("listening", (out ? server : application).ask("listen 20880"));
        Program sidecar = sidecar(direction);
        Program guard = network.program(GuardProgram.class, socket, "open", tool.name(), direction.name());
        assertEquals("asking " + socket, guard.answer());
        assertInstalled(guard);
        Program caller = out ? application : server;
        assertTrue(caller.ask("open " + address + " 20880").startsWith("sidecar "), "a connection from before");
        assertEquals("raining", caller.ask("rain " + address + " 20880"));

        sidecar.kill();
        await().pollDelay(Duration.ofSeconds(1)).until(() -> true);
        assertEquals("0", caller.ask("waiting"), "callers that hang");

        assertNotEquals("hello", caller.ask("send 0 hello"), "what was caught is cut");
        assertEquals("no sidecar answers: rules removed, calls go direct", guard.answer());
        assertEquals(before, network.state());
        sidecar(direction);
        assertInstalled(guard);
        assertEquals("{caught=50}", caller.ask("storm " + address + " 20880 50 2500"));
        String kinds = caller.ask("cease");
        assertTrue(kinds.contains("caught") && kinds.contains("direct"), kinds);
        assertFalse(kinds.contains("hung"), kinds);
        assertEquals("0 0", network.tracked());
    }

    /** The state of a pod in which this tool can be used. */
    private String prepared(Tool tool) {
        Root.assume(tool);
        if (tool == Tool.IPTABLES_LEGACY) { // its tables stay once they have been used
            network.inPod("iptables-legacy -t mangle -S");
            network.inPod("ip6tables-legacy -t mangle -S");
        }
        return network.state();
    }

    private Program sidecar(Direction direction) throws IOException {
        return network.sidecar(direction == Direction.OUTBOUND ? "15001:2:out" : "15006:2:in", socket);
    }

    private static void assertInstalled(Program guard) throws IOException {
        assertTrue(guard.answer().startsWith("sidecar answers: rules installed with "), "installed");
    }
}
