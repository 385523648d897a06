package io.twinmesh.backend.proxy;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.twinmesh.api.config.MeshConfigurationException;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
@SuppressWarnings("try") // open for as long as the block
class AliveTest {

    @TempDir
    private Path run;

    @Test
    void aSidecarWithAnIdAnswersItsGuard() throws IOException {
        Path socket = run.resolve("one/alive.sock");
        try (Sidecar sidecar = Sidecar.outbound(
                        new FakeKernel(request -> io.twinmesh.api.Decision.Admit.ADMIT),
                        "id",
                        "one",
                        "run-dir",
                        run.toString());
                SocketChannel guard = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
            assertEquals("!", asked(guard));
        }
        assertFalse(Files.exists(socket));
    }

    @Test
    void aSidecarThatDrainsAnswersItsGuardUntilItsCallsHaveEnded() throws Exception {
        try (FakeProvider provider = FakeProvider.silent();
                Sidecar sidecar =
                        Sidecar.outbound(FakeKernel.to(provider.endpoint()), "id", "one", "run-dir", run.toString());
                SocketChannel guard = SocketChannel.open(UnixDomainSocketAddress.of(run.resolve("one/alive.sock")));
                RawClient client = sidecar.connect()) {
            client.send(Frame.call(1, "say"));
            Frame received = provider.take();
            Thread closing = new Thread(sidecar::close, "closing");
            closing.start();
            assertEquals(Frame.event('R'), client.read());

            assertEquals("!", asked(guard));
            provider.connections().get(0).send(Frame.ok(received.id(), "p"));
            assertEquals(Frame.ok(1, "p"), client.read());
            closing.join();

            assertEquals(-1, guard.read(ByteBuffer.allocate(1)));
        }
    }

    @Test
    void aSocketThatCannotBeHadAgainIsTriedUntilItCan() throws Exception {
        Path home = run.resolve("one");
        Path away = run.resolve("away");
        try (Sidecar sidecar = Sidecar.outbound(
                new FakeKernel(request -> io.twinmesh.api.Decision.Admit.ADMIT),
                "id",
                "one",
                "run-dir",
                run.toString())) {
            sidecar.estate().released();
            Files.move(home, away);
            sidecar.estate().serve();

            Files.move(away, home);

            await().until(() -> Files.exists(home.resolve("alive.sock")));
            try (SocketChannel guard = SocketChannel.open(UnixDomainSocketAddress.of(home.resolve("alive.sock")))) {
                assertEquals("!", asked(guard));
            }
        }
    }

    private static String asked(SocketChannel guard) throws IOException {
        guard.write(ByteBuffer.wrap(new byte[] {'?'}));
        ByteBuffer answer = ByteBuffer.allocate(1);
        return guard.read(answer) < 0 ? "" : "" + (char) answer.get(0);
    }

    @Test
    void aDirectoryThatCannotBeHadIsRefused() throws IOException {
        Path file = Files.createFile(run.resolve("file"));

        assertThrows(
                MeshConfigurationException.class,
                () -> Sidecar.outbound(
                        new FakeKernel(request -> io.twinmesh.api.Decision.Admit.ADMIT),
                        "id",
                        "one",
                        "run-dir",
                        file.toString()));
    }
}
