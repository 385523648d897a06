package io.twinmesh.backend.proxy;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.twinmesh.api.Decision;
import io.twinmesh.api.Protocol;
import io.twinmesh.api.model.Endpoint;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class TcpTest {

    /** Answers with everything it read in capital letters, once the client has said all. */
    private static Endpoint shouting(ServerSocket server) {
        Thread thread = new Thread(
                () -> {
                    try (Socket socket = server.accept()) {
                        String all = new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
                        socket.getOutputStream()
                                .write(all.toUpperCase(java.util.Locale.ROOT).getBytes(StandardCharsets.ISO_8859_1));
                    } catch (IOException e) {
                        throw new IllegalStateException(e);
                    }
                },
                "shouting");
        thread.setDaemon(true);
        thread.start();
        return Endpoint.of("127.0.0.1", server.getLocalPort());
    }

    /** Reads all and answers with so many bytes. */
    private static Endpoint answering(ServerSocket server, int count) {
        Thread thread = new Thread(
                () -> {
                    try (Socket socket = server.accept()) {
                        socket.getInputStream().readAllBytes();
                        socket.getOutputStream().write(new byte[count]);
                    } catch (IOException e) {
                        throw new IllegalStateException(e);
                    }
                },
                "answering");
        thread.setDaemon(true);
        thread.start();
        return Endpoint.of("127.0.0.1", server.getLocalPort());
    }

    private static ServerSocket server() throws IOException {
        return new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    }

    @Test
    void bytesPassBothWaysByTheRouteOfThePortAndHalfCloseIsKept() throws Exception {
        try (ServerSocket server = server()) {
            AtomicReference<Integer> port = new AtomicReference<>();
            Endpoint endpoint = shouting(server);
            FakeKernel kernel = new FakeKernel(request -> {
                port.set(request.protocol() == Protocol.TCP ? request.port() : -1);
                return new Decision.Forward("c", endpoint);
            });
            try (Sidecar sidecar = Sidecar.outbound(kernel);
                    RawClient client = sidecar.connect()) {
                String text = "hello\n".repeat(200_000);
                client.send(text.substring(0, 3)).send(text.substring(3)).endOutput();

                assertEquals(text.toUpperCase(java.util.Locale.ROOT), client.readAll());
                assertEquals(sidecar.address().getPort(), port.get());
            }
        }
    }

    @Test
    void otherProtocolsPassToTheLocalApplication() throws Exception {
        try (ServerSocket server = server()) {
            Endpoint application = shouting(server);
            try (Sidecar sidecar = Sidecar.inbound(FakeKernel.to(application), application);
                    RawClient client = sidecar.connect()) {
                String text = "status".repeat(2_000_000);
                client.send(text).endOutput();
                await().until(() -> sidecar.counter("tcp_connections") == 1);

                assertEquals(text.length(), client.readAll().length());
            }
        }
    }

    @Test
    void clientThatSaysAllAtOnceAndEndsIsAnswered() throws Exception {
        try (ServerSocket server = server()) {
            Endpoint application = shouting(server);
            try (Sidecar sidecar = Sidecar.inbound(FakeKernel.to(application), application);
                    RawClient client = sidecar.connect()) {
                client.send("status").endOutput();

                assertEquals("STATUS", client.readAll());
            }
        }
    }

    @Test
    void longAnswerReachesAClientThatEndedItsSide() throws Exception {
        try (ServerSocket server = server()) {
            Endpoint application = answering(server, 20_000_000);
            try (Sidecar sidecar = Sidecar.inbound(FakeKernel.to(application), application);
                    RawClient client = sidecar.connect()) {
                client.send("all of it").endOutput();

                assertEquals(20_000_000, client.readAll().length());
            }
        }
    }

    @Test
    void endpointThatCannotBeReachedClosesTheConnection() throws Exception {
        Endpoint nobody = Endpoint.of("127.0.0.1", FailureTest.freePort());
        try (Sidecar sidecar = Sidecar.outbound(FakeKernel.to(nobody));
                RawClient client = sidecar.connect()) {
            client.send(new byte[] {1, 2, 3});

            assertTrue(client.isClosedByPeer());
            assertEquals(0, sidecar.kernel.open.get());
        }
    }
}
