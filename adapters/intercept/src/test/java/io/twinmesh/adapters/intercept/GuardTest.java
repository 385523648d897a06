package io.twinmesh.adapters.intercept;

import static io.twinmesh.adapters.intercept.netns.Network.NET;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.twinmesh.adapters.intercept.host.NamespaceLock;
import io.twinmesh.adapters.intercept.netns.Network;
import io.twinmesh.adapters.intercept.netns.Program;
import io.twinmesh.adapters.intercept.netns.Root;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A guard, a sidecar that dies and callers that must not hang: processes in a namespace; needs root. */
@Timeout(60)
class GuardTest {

    private static final String OPENED = "no sidecar answers: rules removed, calls go direct";
    private static final String CLOSED = "no sidecar answers: outbound closed, calls fail";

    /** Shorter than it takes a caller whose first packet was lost twice: such a packet is sent again after one second and after three. */
    private static final String PATIENCE = " 2500";

    @TempDir
    private Path run;

    private Network network;
    private Program application;
    private String before;
    private String socket;

    @BeforeEach
    void build() throws IOException {
        Root.assume();
        network = new Network();
        application = network.application();
        assertEquals("listening", network.server().ask("listen 20880"));
        before = network.state();
        socket = run.resolve("alive.sock").toString();
    }

    @AfterEach
    void close() {
        if (network != null) {
            network.close();
        }
    }

    private Program guard(String... options) throws IOException {
        String[] arguments =
                Stream.concat(Stream.of(socket), Stream.of(options)).toArray(String[]::new);
        Program guard = network.program(GuardProgram.class, arguments);
        assertTrue(guard.answer().startsWith("asking " + socket), "a guard");
        return guard;
    }

    private Program sidecar() throws IOException {
        return network.sidecar("15001:2:out", socket);
    }

    private void assertInstalled(Program guard) throws IOException {
        assertTrue(guard.answer().startsWith("sidecar answers: rules installed with "), "installed");
    }

    private String storm(int calls) {
        return application.ask("storm " + NET + " 20880 " + calls + PATIENCE);
    }

    @Test
    void nobodyHangsWhenTheSidecarIsKilledAndCallsAreCaughtAgainWhenItIsBack() throws Exception {
        Program sidecar = sidecar();
        Program guard = guard("open");
        assertInstalled(guard);
        assertEquals("{caught=50}", storm(50));

        sidecar.kill();
        assertEquals("{direct=50}", storm(50));
        assertEquals(OPENED, guard.answer());
        assertEquals("{direct=50}", storm(50));
        assertEquals(before, network.state());

        sidecar();
        assertInstalled(guard);
        assertEquals("{caught=50}", storm(50));

        guard.signal("TERM");
        assertEquals("stopped: rules removed", guard.answer());
        assertEquals(0, guard.ended());
        assertEquals(before, network.state());
        assertEquals("0 0", network.tracked());
    }

    @Test
    void aSidecarThatIsSlowForAMomentIsNotTakenForDead() throws Exception {
        Program sidecar = sidecar();
        Program guard = guard("open");
        assertInstalled(guard);
        assertTrue(application.ask("open " + NET + " 20880").startsWith("sidecar out"), "a connection");

        sidecar.signal("STOP");
        await().pollDelay(Duration.ofMillis(600)).until(() -> true);
        sidecar.signal("CONT");

        assertEquals("hello", application.ask("send 0 hello"));
        guard.signal("TERM");
        assertEquals("stopped: rules removed", guard.answer(), "nothing was said in between");
    }

    @Test
    void nobodyHangsBeforeASidecarThatStandsStill() throws Exception {
        Program sidecar = sidecar();
        Program guard = guard("open");
        assertInstalled(guard);

        sidecar.signal("STOP");
        assertEquals(OPENED, guard.answer());
        assertEquals("{direct=50}", storm(50));

        sidecar.signal("CONT");
        assertInstalled(guard);
        assertEquals("{caught=50}", storm(50));
    }

    @Test
    void aSuccessorOnTheSamePathChangesNoRules() throws Exception {
        Program sidecar = sidecar();
        Program guard = guard("open");
        assertInstalled(guard);
        String rules = network.inPod("nft --handle list ruleset").out();
        assertEquals("asked", sidecar.answer());

        Program successor = network.sidecar(socket);
        sidecar.tell("leave your guard");

        assertEquals("asked", successor.answer());
        assertEquals(rules, network.inPod("nft --handle list ruleset").out());
        assertEquals("{caught=50}", storm(50));
        guard.signal("TERM");
        assertEquals("stopped: rules removed", guard.answer(), "nothing was said in between");
    }

    @Test
    void aSecondGuardOfTheSameNamespaceIsRefusedWhateverItsSidecar() throws Exception {
        sidecar();
        Program guard = guard("open");
        assertInstalled(guard);
        String rules = network.state();

        Program second = network.program(GuardProgram.class, socket + ".other", "open");
        assertTrue(second.answer().startsWith("guard: another one runs in this network namespace"), "refused");
        second.ended();

        assertEquals(rules, network.state());
        guard.signal("TERM");
        assertEquals("stopped: rules removed", guard.answer());
        assertInstalled(guard("open"));
    }

    @Test
    void rulesAreChangedByOneProcessAtATime() throws Exception {
        NamespaceLock turn = NamespaceLock.attempt(network.pod(), "rules");
        Program guard = guard("closed");

        await("unchanged while somebody else's turn lasts")
                .during(Duration.ofSeconds(1))
                .atMost(Duration.ofSeconds(5))
                .until(() -> network.state().equals(before));
        turn.close();

        assertEquals(CLOSED, guard.answer());
        assertNotEquals(before, network.state());
    }

    @Test
    void whatFailsClosedStaysClosed() throws Exception {
        Program guard = guard("closed");
        assertEquals(CLOSED, guard.answer());
        assertEquals("{hung=5}", application.ask("storm " + NET + " 20880 5 1500"));

        Program sidecar = sidecar();
        assertInstalled(guard);
        assertEquals("{caught=50}", storm(50));

        sidecar.kill();
        assertEquals(CLOSED, guard.answer());
        assertEquals("{hung=5}", application.ask("storm " + NET + " 20880 5 1500"));

        guard.signal("TERM");
        assertEquals("stopped: rules removed", guard.answer());
        assertEquals(before, network.state());
    }

    @Test
    void rulesOfAGuardThatWasKilledAreAdopted() throws Exception {
        sidecar();
        Program killed = guard("open");
        assertInstalled(killed);

        killed.kill();
        assertEquals("{caught=50}", storm(50));
        Program next = network.program(GuardProgram.class, socket, "open");

        assertEquals("asking " + socket + "; adopted the rules that are there", next.answer());
        assertInstalled(next);
        assertEquals("{caught=50}", storm(50));
        next.signal("TERM");
        assertEquals("stopped: rules removed", next.answer());
        assertEquals(before, network.state());
    }

    @Test
    void rulesOfAGuardThatWasKilledGoIfTheSidecarIsGoneToo() throws Exception {
        Program sidecar = sidecar();
        Program killed = guard("open");
        assertInstalled(killed);
        killed.kill();
        sidecar.kill();

        Program next = network.program(GuardProgram.class, socket, "open");

        assertEquals("asking " + socket + "; adopted the rules that are there", next.answer());
        assertEquals(OPENED, next.answer());
        assertEquals(before, network.state());
    }
}
