package io.twinmesh.backend.proxy.alive;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollIoHandler;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
@SuppressWarnings("try") // open for as long as the block
class AliveSocketTest {

    private final EventLoopGroup loops = new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory());

    @TempDir
    private Path folder;

    @AfterEach
    void endLoops() {
        loops.shutdownGracefully(0, 1, TimeUnit.SECONDS);
    }

    private SocketChannel guard() throws IOException {
        return SocketChannel.open(UnixDomainSocketAddress.of(folder.resolve("alive.sock")));
    }

    /** The answer, or -1 if nobody is there to answer any more. */
    private static int ask(SocketChannel guard, String questions) {
        ByteBuffer answer = ByteBuffer.allocate(8);
        try {
            guard.write(ByteBuffer.wrap(questions.getBytes(java.nio.charset.StandardCharsets.US_ASCII)));
            return guard.read(answer) < 0 ? -1 : answer.get(0);
        } catch (IOException e) {
            return -1;
        }
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.toList();
        }
    }

    @Test
    void everyQuestionIsAnswered() throws IOException {
        try (AliveSocket socket = AliveSocket.bind(loops, Runnable::run, folder, () -> true)
                        .open();
                SocketChannel one = guard();
                SocketChannel other = guard()) {
            for (int i = 0; i < 3; i++) {
                assertEquals('!', ask(one, "?"));
                assertEquals('!', ask(other, "?"));
            }
        }
        assertEquals(0, files().size());
    }

    @Test
    void whoAsksSomethingElseIsLeft() throws IOException {
        try (AliveSocket socket = AliveSocket.bind(loops, Runnable::run, folder, () -> true)
                        .open();
                SocketChannel guard = guard()) {
            assertEquals(-1, ask(guard, "GET / HTTP/1.1"));
        }
    }

    @Test
    void nothingIsAnsweredBeforeThereAreRules() throws IOException {
        AtomicBoolean ready = new AtomicBoolean();
        try (AliveSocket socket = AliveSocket.bind(loops, Runnable::run, folder, ready::get)
                        .open();
                SocketChannel guard = guard()) {
            guard.configureBlocking(false);
            guard.write(ByteBuffer.wrap(new byte[] {'?'}));
            ByteBuffer answers = ByteBuffer.allocate(64);
            await().during(50, TimeUnit.MILLISECONDS).until(() -> guard.read(answers) == 0);

            ready.set(true);

            guard.write(ByteBuffer.wrap(new byte[] {'?'}));
            await().until(() -> guard.read(answers) == 1);
        }
    }

    @Test
    void aSuccessorTakesThePlaceInOneStepAndKeepsIt() throws IOException {
        AliveSocket old =
                AliveSocket.bind(loops, Runnable::run, folder, () -> true).open();
        SocketChannel guard = guard();
        assertEquals('!', ask(guard, "?"));

        AliveSocket successor =
                AliveSocket.bind(loops, Runnable::run, folder, () -> true).open();
        assertEquals('!', ask(guard, "?"), "the old one is still there");
        old.close();

        assertEquals(-1, ask(guard, "?"));
        try (SocketChannel again = guard()) {
            assertEquals('!', ask(again, "?"));
        }
        successor.close();
        assertEquals(0, files().size());
    }

    @Test
    void aPathThatIsTooLongIsNamed() throws IOException {
        Path deep = Files.createDirectories(folder.resolve("a".repeat(120)));

        IOException refused =
                assertThrows(IOException.class, () -> AliveSocket.bind(loops, Runnable::run, deep, () -> true));

        assertTrue(refused.getMessage().contains("alive.sock"), refused.getMessage());
    }
}
