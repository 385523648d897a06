package io.twinmesh.adapters.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class RunningSidecarTest {

    @TempDir
    private Path run;

    private final AtomicInteger asked = new AtomicInteger();
    private ServerSocketChannel door;

    @BeforeEach
    void openDoor() throws IOException {
        Path home = Files.createDirectory(run.resolve("cart"));
        door = ServerSocketChannel.open(StandardProtocolFamily.UNIX)
                .bind(UnixDomainSocketAddress.of(home.resolve("ask.sock")));
    }

    @AfterEach
    void closeDoor() throws IOException {
        door.close();
    }

    /** Shows so many out before it answers: some before they have said a word, some after it. */
    private void answerAfter(int shownOut) {
        Thread thread = new Thread(() -> {
            try {
                while (true) {
                    answer(shownOut);
                }
            } catch (IOException e) {
                // the door is closed
            }
        });
        thread.setDaemon(true);
        thread.start();
    }

    private void answer(int shownOut) throws IOException {
        try (SocketChannel asking = door.accept()) {
            int number = asked.incrementAndGet();
            if (number <= shownOut && number % 2 == 1) {
                return;
            }
            asking.read(ByteBuffer.allocate(64));
            if (number > shownOut) {
                asking.write(ByteBuffer.wrap("pid=7\nstate=serving\n".getBytes(StandardCharsets.US_ASCII)));
            }
        }
    }

    private RunningSidecar sidecar() {
        return new RunningSidecar("cart", run);
    }

    @Test
    void whoIsShownOutAsksAgain() {
        answerAfter(4);

        assertEquals(Map.of("pid", "7", "state", "serving"), sidecar().situation());

        assertEquals(5, asked.get());
    }

    @Test
    void aDoorBehindWhichNobodyEverAnswersIsNamed() {
        answerAfter(Integer.MAX_VALUE);

        CommandFailure failure =
                assertThrows(CommandFailure.class, () -> sidecar().situation());

        assertEquals(1, failure.status());
        assertTrue(failure.getMessage().contains("ask.sock"), failure::getMessage);
        assertEquals(100, asked.get());
    }

    @Test
    void whereThereIsNoDoorNobodyIsAskedTwice() throws IOException {
        door.close();

        CommandFailure failure =
                assertThrows(CommandFailure.class, () -> sidecar().situation());

        assertEquals(2, failure.status());
    }
}
