package io.twinmesh.backend.proxy.upgrade;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HomeTest {

    private static final long OWN = ProcessHandle.current().pid();

    @TempDir
    private Path directory;

    private Path home;
    private long dead;

    @BeforeEach
    void makeHome() throws Exception {
        home = directory.resolve("cart");
        Home.prepare(directory, home);
        Process ended = new ProcessBuilder("true").start();
        ended.waitFor();
        dead = ended.pid();
    }

    private ServerSocketChannel bound(String name) throws IOException {
        return ServerSocketChannel.open(StandardProtocolFamily.UNIX)
                .bind(UnixDomainSocketAddress.of(home.resolve(name)));
    }

    private void old(String name) throws IOException {
        Files.setLastModifiedTime(
                Files.createFile(home.resolve(name)),
                FileTime.from(Instant.now().minus(Duration.ofHours(2))));
    }

    private Set<String> files() throws IOException {
        try (Stream<Path> files = Files.list(home)) {
            return files.map(file -> file.getFileName().toString()).collect(Collectors.toSet());
        }
    }

    @Test
    void whatKilledProcessesHaveLeftIsTakenAway() throws IOException {
        bound("alive.sock." + dead + ".1").close();
        bound("alive.sock." + dead + ".12").close();
        bound("upgrade.sock." + dead).close();
        old("ledger-" + dead + "-17");
        old("held-" + dead + "-17");

        Home.prepare(directory, home);

        assertEquals(Set.of(), files());
    }

    @Test
    void whatSomebodyMayStillNeedStays() throws IOException {
        String listening = "alive.sock." + dead + ".1"; // its process may have another number in its own container
        String own = "alive.sock." + OWN + ".7";
        bound("alive.sock").close();
        bound(own).close();
        String fresh = "held-" + dead + "-18"; // its process cannot be asked: it may be in a container, too
        Files.createFile(home.resolve(fresh));
        String ownFile = "ledger-" + OWN + "-18";
        old(ownFile);

        try (ServerSocketChannel socket = bound(listening)) {
            Home.prepare(directory, home);

            assertEquals(Set.of("alive.sock", own, listening, fresh, ownFile), files(), socket::toString);
        }
    }
}
