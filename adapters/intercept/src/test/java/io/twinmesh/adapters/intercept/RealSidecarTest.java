package io.twinmesh.adapters.intercept;

import static io.twinmesh.adapters.intercept.netns.Network.NET;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.twinmesh.adapters.intercept.model.Finding;
import io.twinmesh.adapters.intercept.model.Tool;
import io.twinmesh.adapters.intercept.netns.Network;
import io.twinmesh.adapters.intercept.netns.Program;
import io.twinmesh.adapters.intercept.netns.RealSidecar;
import io.twinmesh.adapters.intercept.netns.Root;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The rules, the guard and the real sidecar together; needs root. */
@Timeout(60)
class RealSidecarTest {

    private static final String RULES = """
            apiVersion: networking.istio.io/v1
            kind: ServiceEntry
            metadata: {name: trade}
            spec:
              hosts: [com.acme.Trade]
              ports: [{number: 20880, name: dubbo, protocol: Dubbo}]
              resolution: STATIC
              endpoints: [{address: 10.0.0.1}]
            """;

    @TempDir
    private Path folder;

    private Network network;
    private Program application;

    @BeforeEach
    void build() throws IOException {
        Root.assume();
        Files.writeString(Files.createDirectory(folder.resolve("rules")).resolve("trade.yaml"), RULES);
        network = new Network();
        application = network.application();
        assertEquals("listening", network.server().ask("listen 20880"));
    }

    @AfterEach
    void close() {
        if (network != null) {
            network.close();
        }
    }

    private Program sidecar() throws IOException {
        Program sidecar =
                network.program(RealSidecar.class, folder.resolve("rules").toString(), folder.toString(), "cart");
        assertEquals("ready", sidecar.answer());
        return sidecar;
    }

    private Program guard() throws IOException {
        String socket = folder.resolve("cart/alive.sock").toString();
        Program guard = network.program(GuardProgram.class, socket, "open");
        assertEquals("asking " + socket, guard.answer());
        assertTrue(installed(guard).startsWith("sidecar answers: rules installed with "), "installed");
        return guard;
    }

    /** On a busy machine the first answer may come later than a guard waits for it. */
    private static String installed(Program guard) throws IOException {
        String said = guard.answer();
        return said.startsWith("no sidecar answers") ? guard.answer() : said;
    }

    private String storm() {
        return application.ask("storm " + NET + " 20880 20 2500");
    }

    @Test
    void theCheckFindsNothingWrongWithTheRealListener() throws IOException {
        sidecar();

        List<Finding> problems = new Interception(network.pod())
                .check(Configs.outbound(Tool.AUTO, "20880")).stream()
                        .filter(finding -> finding.level() != Finding.Level.PASS)
                        .toList();

        assertEquals(List.of(), problems);
    }

    @Test
    void callsGoThroughItWhileItLivesAndDirectWhileItDoesNot() throws Exception {
        Program sidecar = sidecar();
        Program guard = guard();

        assertEquals("{direct=20}", storm(), "greeted by the server alone: the real sidecar adds nothing");
        assertEquals("20", sidecar.ask("passed?"));

        sidecar.kill();
        assertEquals("{direct=20}", storm());
        assertEquals("no sidecar answers: rules removed, calls go direct", guard.answer());

        Program next = sidecar();
        assertTrue(installed(guard).startsWith("sidecar answers: rules installed with "), "installed again");
        assertEquals("{direct=20}", storm());
        assertEquals("20", next.ask("passed?"));
        assertEquals("0 0", network.tracked());
    }

    @Test
    void whatItPassesGoesOnInItsSuccessor() throws Exception {
        sidecar();
        guard();
        assertTrue(application.ask("open " + NET + " 20880").startsWith("server at "), "connected");
        assertEquals("before", application.ask("send 0 before"));

        Program successor = sidecar();

        assertEquals("later", application.ask("send 0 later"));
        assertEquals("1", successor.ask("passed?"), "counted once, by its predecessor");
    }

    @Test
    void whatItCarriesEndsInOrderWhenItIsToldToEndAndWhatComesMeanwhileIsServed() throws Exception {
        Program sidecar = sidecar();
        Program guard = guard();
        Program second = network.application();
        assertTrue(application.ask("open " + NET + " 20880").startsWith("server at "), "connected");
        assertEquals("begun", application.ask("begin 0 3000"));

        sidecar.signal("TERM");

        assertEquals("{direct=20}", second.ask("storm " + NET + " 20880 20 2500"));
        assertEquals("21", sidecar.ask("passed?"), "served by a sidecar that drains");
        assertEquals("after 3000", application.ask("end 0"));
        assertEquals("closed", application.ask("close 0"));

        assertEquals(0, sidecar.ended());
        assertEquals("{direct=20}", storm());
        assertEquals("no sidecar answers: rules removed, calls go direct", guard.answer());
        assertEquals("{direct=20}", storm());
        assertEquals("0 0", network.tracked());
    }
}
