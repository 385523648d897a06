package io.twinmesh.backend.proxy;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Calls as big as Dubbo lets them be, half way when one process follows the other, goes back to it, and another follows. */
class UpgradeBodiesTest {

    /** Dubbo's own limit is 8 MiB for all of a body. */
    private static final int SIZE = (8 << 20) - 1_000;

    private static final int SMALL_BUFFER = 4_096;

    /** Bytes in which the names of a call are. */
    private static final int NAMES = 48;

    @TempDir
    private Path run;

    private final byte[] answer = new byte[SIZE];
    private final FakeProvider provider = FakeProvider.doing((connection, frame) -> answer(connection, frame));
    private Generations sidecars;
    private RawClient client;

    UpgradeBodiesTest() throws IOException {}

    @BeforeEach
    void start() throws IOException {
        new Random(7).nextBytes(answer); // shorter, longer or in another order it is another one
        sidecars = new Generations(run, () -> FakeKernel.to(provider.endpoint()));
        client = new RawClient(sidecars.now().address(), SMALL_BUFFER);
    }

    @AfterEach
    void close() throws IOException {
        client.close();
        sidecars.close();
        provider.close();
    }

    private void answer(FakeProvider.Connection connection, Frame call) {
        String names = new String(call.body(), 0, NAMES, StandardCharsets.ISO_8859_1);
        if (!names.contains("later")) {
            connection.send(names.contains("bigAnswer") ? answer(call.id()) : Frame.ok(call.id(), "v"));
        }
    }

    private Frame answer(long id) {
        return new Frame(Frame.HESSIAN2, 20, id, answer);
    }

    /** Nothing of the calls is there any more, wherever they were. */
    private void assertNothingLeft(long responses) throws IOException {
        Sidecar now = sidecars.now();
        assertEquals(responses, now.counter("dubbo_responses"));
        await("nothing held").until(() -> now.counter("memory_held") == 0 && now.inFlight() == 0);
        assertEquals(0, now.kernel.open.get());
        assertEquals(1, provider.connections().size());
        assertEquals(0, provider.receivedCount());
    }

    @Test
    void aRequestThatIsSentInPartsArrivesWholeAndOnce() throws Exception {
        byte[] request = Frame.bigCall(3, SIZE - 1_000).bytes();
        int part = request.length / 4;
        client.send(Arrays.copyOf(request, part));

        sidecars.thereAndBack(fresh -> sendPart(request, part));
        sendPart(request, 2 * part);
        sidecars.next();
        client.send(Arrays.copyOfRange(request, 3 * part, request.length));

        assertEquals(Frame.ok(3, "v"), client.read());
        assertArrayEquals(request, provider.take().withId(3).bytes());
        assertNothingLeft(1);
    }

    private void sendPart(byte[] request, int from) {
        try {
            client.send(Arrays.copyOfRange(request, from, from + request.length / 4));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void anAnswerThatIsReadInPartsArrivesWholeAndOnce() throws Exception {
        byte[] expected = answer(3).bytes();
        byte[] first = Arrays.copyOf(expected, 1_000_000);
        client.send(Frame.call(3, "bigAnswer"));
        assertArrayEquals(first, client.read(first));
        await("answered").until(() -> sidecars.now().counter("dubbo_responses") == 1);
        byte[] second = Arrays.copyOfRange(expected, first.length, 2 * first.length);

        sidecars.thereAndBack(fresh -> assertRead(second));
        sidecars.next();

        byte[] rest = Arrays.copyOfRange(expected, 2 * first.length, expected.length);
        assertArrayEquals(rest, client.read(rest));
        client.send(Frame.call(4, "say"));
        assertEquals(Frame.ok(4, "v"), client.read());
        provider.take();
        provider.take();
        assertNothingLeft(2);
    }

    private void assertRead(byte[] expected) {
        try {
            assertArrayEquals(expected, client.read(expected));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void anAnswerThatComesInPartsArrivesWholeAndOnce() throws Exception {
        client.send(Frame.call(3, "later"));
        byte[] parts = answer(provider.take().id()).bytes();
        int part = parts.length / 3;
        FakeProvider.Connection upstream = provider.connections().get(0);
        upstream.sendRaw(Arrays.copyOf(parts, part));

        sidecars.thereAndBack(fresh -> upstream.sendRaw(Arrays.copyOfRange(parts, part, 2 * part)));
        sidecars.next();
        upstream.sendRaw(Arrays.copyOfRange(parts, 2 * part, parts.length));

        assertRead(answer(3).bytes());
        assertNothingLeft(1);
    }
}
