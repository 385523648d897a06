package io.twinmesh.backend.proxy;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.twinmesh.api.model.Endpoint;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Calls that nobody answers, while one process follows the other and goes back to it: nobody would miss one, or notice it twice. */
class UpgradeOneWayTest {

    private static final int CLIENTS = 6;
    private static final int UPGRADES = 1;
    private static final int QUEUED = 500;
    private static final int SIZE = 20_000;
    private static final int SMALL_BUFFER = 4_096;

    private final List<AutoCloseable> opened = new ArrayList<>();

    @TempDir
    private Path run;

    @AfterEach
    void closeAll() throws Exception {
        for (int i = opened.size() - 1; i >= 0; i--) {
            opened.get(i).close();
        }
    }

    private <T extends AutoCloseable> T opened(T each) {
        opened.add(each);
        return each;
    }

    private Generations sidecars(Endpoint endpoint) {
        return opened(new Generations(run, () -> FakeKernel.to(endpoint)));
    }

    /** With an id that no other has: nobody needs to give it another one. */
    private static Frame oneWay(long id, String word) {
        return new Frame(
                0x80 | Frame.HESSIAN2,
                0,
                id,
                Frame.call(id, "demo.Hello", "tell", word).body());
    }

    private static String word(Frame call) {
        String text = call.text();
        return text.substring(text.indexOf('<'), text.indexOf('>') + 1);
    }

    /** Tells one word after the other, and asks something after each so that it is not sent faster than it goes through. */
    private static int tell(RawClient client, int number, AtomicBoolean over) {
        try {
            int told = 0;
            while (!over.get()) {
                String word = "<" + number + "-" + told++ + ">";
                client.send(oneWay(told, word), Frame.call(told, "ask"));
                assertEquals(Frame.ok(told, "v"), client.read());
            }
            return told;
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void eachArrivesOnceAndInOrder() throws Exception {
        FakeProvider provider = opened(FakeProvider.named("v"));
        Generations sidecars = sidecars(provider.endpoint());
        AtomicBoolean over = new AtomicBoolean();
        List<CompletableFuture<Integer>> telling = new ArrayList<>();
        for (int i = 0; i < CLIENTS; i++) {
            RawClient client = opened(sidecars.now().connect());
            int number = i;
            telling.add(
                    CompletableFuture.supplyAsync(() -> tell(client, number, over), task -> new Thread(task).start()));
        }

        for (int i = 0; i < UPGRADES; i++) {
            sidecars.next();
            sidecars.thereAndBack(fresh -> {});
        }

        over.set(true);
        List<String> expected = new ArrayList<>();
        for (int i = 0; i < CLIENTS; i++) {
            int number = i;
            int told = telling.get(i).join();
            IntStream.range(0, told).forEach(word -> expected.add("<" + number + "-" + word + ">"));
        }
        assertEquals(expected, inOrder(provider, 2 * expected.size()));
        assertNothingLeft(sidecars.now());
    }

    /** The words of one-way calls, those of one client together. */
    private static List<String> inOrder(FakeProvider provider, int frames) throws InterruptedException {
        List<String> words = new ArrayList<>();
        for (int i = 0; i < frames; i++) {
            Frame frame = provider.take();
            if (!frame.isTwoWay()) {
                words.add(word(frame));
            }
        }
        assertEquals(0, provider.receivedCount());
        Function<String, Integer> client = word -> Integer.valueOf(word.substring(1, word.indexOf('-')));
        Map<Integer, List<String>> byClient = words.stream().collect(Collectors.groupingBy(client));
        return byClient.values().stream().flatMap(List::stream).toList();
    }

    private static void assertNothingLeft(Sidecar now) {
        await("nothing held").until(() -> now.counter("memory_held") == 0 && now.inFlight() == 0);
        assertEquals(0, now.kernel.open.get());
        assertEquals(0, now.counter("faults"));
    }

    @Test
    void oneOfWhichHalfHasComeArrivesOnce() throws Exception {
        FakeProvider provider = opened(FakeProvider.named("v"));
        Generations sidecars = sidecars(provider.endpoint());
        RawClient client = opened(sidecars.now().connect());
        byte[] call = oneWay(5, "<half>").bytes();
        client.send(Frame.call(1, "ask")).read();
        provider.take();
        client.send(Arrays.copyOf(call, 30));

        sidecars.thereAndBack(fresh -> {});
        sidecars.next();
        client.send(Arrays.copyOfRange(call, 30, call.length)).send(Frame.call(6, "ask"));

        assertEquals(Frame.ok(6, "v"), client.read());
        assertArrayEquals(call, provider.take().withId(5).bytes());
        assertEquals(6, provider.take().withId(6).id());
        assertEquals(0, provider.receivedCount());
        assertNothingLeft(sidecars.now());
    }

    @Test
    void thoseThatTheProviderHasNotReadYetArriveOnceAndInOrder() throws Exception {
        ServerSocket server = opened(new ServerSocket());
        server.setReceiveBufferSize(SMALL_BUFFER);
        server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1);
        Generations sidecars = sidecars(Endpoint.of("127.0.0.1", server.getLocalPort()));
        RawClient client = opened(sidecars.now().connect());
        AtomicInteger sent = new AtomicInteger();
        CompletableFuture<Void> sending =
                CompletableFuture.runAsync(() -> send(client, sent), task -> new Thread(task).start());
        Socket provider = opened(server.accept());
        provider.setSoTimeout(20_000);
        await("held").until(() -> sidecars.now().counter("memory_held") > SIZE);

        sidecars.thereAndBack(fresh -> {});
        sidecars.next();

        DataInputStream in = new DataInputStream(new BufferedInputStream(provider.getInputStream()));
        for (int i = 0; i < QUEUED; i++) {
            assertEquals("<" + i + ">", word(Frame.read(in)));
        }
        sending.join();
        assertEquals(QUEUED, sent.get());
        assertNothingLeft(sidecars.now());
        assertEquals(0, in.available());
    }

    private static void send(RawClient client, AtomicInteger sent) {
        try {
            for (int i = 0; i < QUEUED; i++) {
                client.send(oneWay(i, "<" + i + ">" + "x".repeat(SIZE)));
                sent.incrementAndGet();
            }
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
