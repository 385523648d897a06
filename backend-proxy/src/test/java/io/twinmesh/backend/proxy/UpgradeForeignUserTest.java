package io.twinmesh.backend.proxy;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.twinmesh.backend.proxy.upgrade.HostileGuest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A process of another user at the sockets of a sidecar: the directory keeps it out, and where that is open, who it is does. */
class UpgradeForeignUserTest {

    private static final String NOBODY = "65534";
    private static final List<String> SOCKETS = List.of("upgrade.sock", "fds.sock", "ask.sock");

    @TempDir
    private Path run;

    @TempDir
    private Path classes;

    private FakeProvider provider;
    private Generations sidecars;

    @BeforeEach
    void start() throws Exception {
        assumeTrue(
                System.getProperty("user.name").equals("root") && isThere(),
                "user: " + System.getProperty("user.name") + " (expected: root, with setpriv, to be another user)");
        provider = FakeProvider.named("v");
        sidecars = new Generations(run, () -> FakeKernel.to(provider.endpoint()));
    }

    private static boolean isThere() {
        try {
            return new ProcessBuilder("setpriv", "--version").start().waitFor() == 0;
        } catch (IOException | InterruptedException e) {
            return false;
        }
    }

    @AfterEach
    void everythingIsAsBefore() throws Exception {
        if (sidecars != null) {
            try (RawClient client = sidecars.now().connect()) {
                assertEquals(Frame.ok(1, "v"), client.send(Frame.call(1, "say")).read());
                sidecars.next();
                assertEquals(Frame.ok(2, "v"), client.send(Frame.call(2, "say")).read());
            }
            sidecars.close();
            provider.close();
        }
    }

    /** What a process of another user comes to know. */
    private String knock(String socket, byte[] words) throws Exception {
        String file = Stranger.class.getName().replace('.', '/') + ".class";
        Path copy = classes.resolve(file);
        Files.createDirectories(copy.getParent());
        try (InputStream compiled = Stranger.class.getResourceAsStream("/" + file)) {
            Files.copy(compiled, copy, StandardCopyOption.REPLACE_EXISTING);
        }
        new ProcessBuilder("chmod", "-R", "a+rX", classes.toString()).start().waitFor();
        Process stranger = new ProcessBuilder(
                        "setpriv",
                        "--reuid",
                        NOBODY,
                        "--clear-groups",
                        System.getProperty("java.home") + "/bin/java",
                        "-Xshare:auto",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        classes.toString(),
                        Stranger.class.getName(),
                        sidecars.home().resolve(socket).toString(),
                        HexFormat.of().formatHex(words))
                .redirectErrorStream(true)
                .start();
        stranger.getOutputStream().close();
        try (InputStream said = stranger.getInputStream()) {
            return new String(said.readAllBytes(), StandardCharsets.UTF_8).strip();
        } finally {
            stranger.getErrorStream().close();
        }
    }

    private void openUp() throws IOException {
        for (Path directory : List.of(run, sidecars.home())) {
            Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
        for (String socket : SOCKETS) {
            Files.setPosixFilePermissions(
                    sidecars.home().resolve(socket), PosixFilePermissions.fromString("rwxrwxrwx"));
        }
    }

    private static byte[] words(String socket) {
        return socket.equals("ask.sock") ? "describe\n".getBytes(StandardCharsets.US_ASCII) : HostileGuest.helloBytes();
    }

    @Test
    void theDirectoryKeepsItOut() throws Exception {
        for (String socket : SOCKETS) {
            String answer = knock(socket, words(socket));

            assertTrue(answer.startsWith("kept out: "), socket + ": " + answer);
        }
    }

    @Test
    void whereTheDirectoryIsOpenItIsShownOutWithoutAnAnswer() throws Exception {
        openUp();
        int descriptors = Generations.descriptors();
        for (String socket : SOCKETS) {
            assertEquals("answered 0", knock(socket, words(socket)), socket);
        }
        Generations.awaitDescriptors(descriptors);
        assertTrue(sidecars.situation().contains("state=serving"), sidecars.situation());
    }

    @Test
    void itDoesNotComeInBesideAnUpgradeThatIsUnderWay() throws Exception {
        openUp();
        try (HostileGuest guest = new HostileGuest(sidecars.home())) {
            assertEquals("WELCOME", guest.hello(1, 1).hear());

            assertEquals("answered 0", knock("fds.sock", new byte[] {1}));
        }
        await().until(() -> sidecars.situation().contains("state=serving"));
    }
}
