package io.twinmesh.backend.proxy;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.channel.unix.FileDescriptor;
import io.twinmesh.api.config.MeshConfigurationException;
import io.twinmesh.backend.proxy.upgrade.HostileGuest;
import io.twinmesh.backend.proxy.upgrade.Meddler;
import io.twinmesh.backend.proxy.wire.Records;
import java.io.File;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A real upgrade between whose processes something is changed: what the new one cannot take it refuses with the reason, the old one goes on
 * with every call, and neither keeps a descriptor; what a later version adds does not matter.
 */
class UpgradeMeddledTest {

    private static final int LISTENERS = 2;
    private static final int LANE = 2;
    private static final int NUMBERS = 3;

    private final List<AutoCloseable> opened = new ArrayList<>();

    @TempDir
    private Path run;

    private FakeProvider provider;
    private Sidecar old;
    private RawClient client;
    private Frame waiting;
    private Meddler meddler;
    private int descriptors;

    @BeforeEach
    void startWithACallInFlight() throws Exception {
        provider = opened(FakeProvider.doing((connection, frame) -> {
            if (frame.isTwoWay() && !frame.isEvent() && !frame.text().contains("later")) {
                connection.send(Frame.ok(frame.id(), "hello"));
            }
        }));
        old = sidecar("old", "600000");
        client = opened(old.connect());
        client.send(Frame.call(1, "say")).read();
        client.send(Frame.call(7, "later"));
        provider.take();
        waiting = provider.take();
        descriptors = descriptors();
        meddler = opened(new Meddler(home("old"), home("new")));
    }

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

    private Path home(String name) {
        return run.resolve(name).resolve("one");
    }

    private Sidecar sidecar(String name, String probation) {
        return opened(Sidecar.outbound(
                FakeKernel.to(provider.endpoint()),
                "id",
                "one",
                "run-dir",
                run.resolve(name).toString(),
                "probation-ms",
                probation,
                "upgrade-drill-ms",
                "0",
                "upgrade-step-ms",
                "2000",
                "drain-ms",
                "0"));
    }

    private static int descriptors() {
        String[] names = new File("/proc/self/fd").list();
        return names == null ? -1 : names.length;
    }

    private static String last(String situation) {
        return situation
                .lines()
                .filter(line -> line.startsWith("last="))
                .findFirst()
                .orElse("");
    }

    /** The new process says why, the old one knows why, answers its call in flight and a new one, and nothing is left open. */
    private void assertRefused(String reason) throws Exception {
        MeshConfigurationException refused = assertThrows(MeshConfigurationException.class, () -> sidecar("new", "0"));

        assertTrue(refused.getMessage().contains(reason), refused.getMessage());
        assertOldGoesOn();
    }

    private void assertOldGoesOn() throws Exception {
        await().until(() -> Question.ask(home("old"), "describe").contains("state=serving"));
        provider.connections().get(0).send(Frame.ok(waiting.id(), "at last"));
        assertEquals(Frame.ok(7, "at last"), client.read());
        client.send(Frame.call(8, "say"));
        assertEquals(Frame.ok(8, "hello"), client.read());
        assertEquals(1, old.counter("downstream_open"));
        meddler.close();
        await("descriptors, at most " + descriptors)
                .atMost(Duration.ofSeconds(20))
                .until(() -> descriptors() <= descriptors);
    }

    private void assertOldKnows(String reason) {
        String last = last(Question.ask(home("old"), "describe"));
        assertTrue(last.contains(reason), last);
    }

    /** Puts something in the place of the first descriptor of a connection. */
    private static BiFunction<Integer, FileDescriptor, List<FileDescriptor>> atTheFirstConnection(
            BiFunction<Integer, FileDescriptor, List<FileDescriptor>> change) {
        return (number, each) -> number == LISTENERS ? change.apply(number, each) : List.of(each);
    }

    /** One end of a pipe. */
    private static FileDescriptor pipe() {
        try {
            FileDescriptor[] ends = FileDescriptor.pipe();
            ends[1].close();
            return ends[0];
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void aPipeInPlaceOfAConnectionIsRefused() throws Exception {
        meddler.toTheNew(atTheFirstConnection((number, each) -> List.of(pipe())));

        assertRefused("descriptor 0");

        assertOldKnows("descriptor 0");
    }

    @Test
    void aFileInPlaceOfAConnectionIsRefused() throws Exception {
        meddler.toTheNew(atTheFirstConnection((number, each) -> List.of(file())));

        assertRefused("descriptor 0");

        assertOldKnows("descriptor 0");
    }

    private FileDescriptor file() {
        try {
            return FileDescriptor.from(File.createTempFile("file", "", run.toFile()));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void aPipeInPlaceOfAListenerIsRefused() throws Exception {
        meddler.toTheNew((number, each) -> number == 0 ? List.of(pipe()) : List.of(each));

        assertRefused("outbound");
    }

    @Test
    void fewerDescriptorsThanSaidAreRefused() throws Exception {
        meddler.toTheNew(atTheFirstConnection((number, each) -> List.of()));

        assertRefused("1 sockets came (expected: 2)");
    }

    @Test
    void moreDescriptorsThanSaidAreRefused() throws Exception {
        meddler.toTheNew(atTheFirstConnection((number, each) -> List.of(pipe(), pipe(), each)));

        assertRefused("refused: "); // too many, or no sockets: what is noticed first

        assertOldKnows("the other process refuses: ");
    }

    @Test
    void aSocketSentAheadThatIsMeantTwiceIsRefused() throws Exception {
        meddler.change("OFFER", record -> Records.edit(record, numbers -> new byte[numbers.length], NUMBERS));

        assertRefused("socket ahead: 0");

        assertOldKnows("socket ahead: 0");
    }

    @Test
    void moreSocketsAheadThanThereCanBeAreRefused() throws Exception {
        byte[] most = ByteBuffer.allocate(Long.BYTES).putLong(Integer.MAX_VALUE).array();
        meddler.change("AHEAD", record -> Records.edit(record, count -> most, 1));

        assertRefused("descriptors: 2147483647 sockets (expected: at most ");

        assertOldKnows("descriptors: 2147483647 sockets");
    }

    @Test
    void numbersOfSocketsThatAreTooFewAreRefused() throws Exception {
        meddler.change("OFFER", record -> Records.edit(record, numbers -> new byte[4], NUMBERS));

        assertRefused("sockets ahead: 4 bytes");
    }

    @Test
    void aClientLearnsOfItsEndThoughSomebodyKeepsACopyOfItsSocket() throws Exception {
        try (HostileGuest guest = new HostileGuest(home("old"))) {
            guest.hello(1, 2).hear();
            guest.second().say("READY", fields -> {});
            for (String heard = guest.hear(); heard.equals("REHEARSAL"); heard = guest.hear()) {
                guest.say("REHEARSED", fields -> {});
            }
            await().until(() -> Question.ask(home("old"), "describe").contains("state=serving"));

            old.close();

            client.readAll();
        }
    }

    @Test
    void messagesOfALaterVersionAreUnderstood() throws Exception {
        for (String kind :
                List.of("HELLO", "WELCOME", "READY", "REHEARSAL", "REHEARSED", "OFFER", "TAKEN", "FINISHED")) {
            meddler.change(kind, Records::extended);
        }

        Sidecar fresh = sidecar("new", "0");

        await().until(() -> old.backend().ended().toCompletableFuture().isDone());
        provider.connections().get(0).send(Frame.ok(waiting.id(), "at last"));
        assertEquals(Frame.ok(7, "at last"), client.read());
        assertEquals(1, fresh.counter("downstream_open"));
        assertTrue(meddler.said().contains("FINISHED"), meddler.said().toString());
    }

    @Test
    void aWelcomeWithoutItsLedgerIsRefused() throws Exception {
        meddler.change("WELCOME", record -> Records.without(record, 2));

        assertRefused("welcome: no field 2");
    }

    @Test
    void anOfferWithoutTheContentOfALaneIsRefused() throws Exception {
        meddler.change("OFFER", record -> Records.without(record, 4, LANE));

        assertRefused("no field 4");

        assertOldKnows("no field 4");
    }

    @Test
    void aLaneThatCannotBeReadStaysWithTheOldProcessUntilItsCallsHaveEnded() throws Exception {
        meddler.change("OFFER", record -> firstOnly(record, lane -> Records.without(lane, 3)));

        Sidecar fresh = sidecar("new", "0");

        assertTrue(client.read().isEvent(), "READONLY");
        provider.connections().get(0).send(Frame.ok(waiting.id(), "at last"));
        assertEquals(Frame.ok(7, "at last"), client.read());
        assertEquals(0, fresh.counter("downstream_open"));
        old.close();
        client.readAll();
    }

    @Test
    void aPipeOnTheWayBackIsRefusedAndTheNewProcessGoesOn() throws Exception {
        meddler.toTheOld((number, each) -> number == 0 ? List.of(pipe()) : List.of(each));
        Sidecar fresh = sidecar("new", "600000");
        await().until(() -> Question.ask(home("old"), "describe").contains("state=probation"));

        assertEquals("asked\n", Question.ask(home("old"), "return"));

        await().until(() -> old.backend().ended().toCompletableFuture().isDone());
        provider.connections().get(0).send(Frame.ok(waiting.id(), "at last"));
        assertEquals(Frame.ok(7, "at last"), client.read());
        client.send(Frame.call(8, "say"));
        assertEquals(Frame.ok(8, "hello"), client.read());
        assertEquals(1, fresh.counter("downstream_open"));
        assertEquals(0, old.inFlight());
    }

    private static byte[] firstOnly(byte[] offer, UnaryOperator<byte[]> change) {
        int[] number = new int[1];
        return Records.edit(offer, lane -> number[0]++ == 0 ? change.apply(lane) : lane, LANE);
    }
}
