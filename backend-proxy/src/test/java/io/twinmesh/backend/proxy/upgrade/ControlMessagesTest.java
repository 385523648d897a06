package io.twinmesh.backend.proxy.upgrade;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.twinmesh.api.upgrade.UpgradeRefusedException;
import io.twinmesh.backend.proxy.wire.FieldReader;
import io.twinmesh.backend.proxy.wire.FieldWriter;
import io.twinmesh.backend.proxy.wire.Records;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.BlockingQueue;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The messages of an upgrade, byte for byte: {@code upgrade/v1/messages.txt} has each as version 1 wrote it, {@code upgrade/v2} what version 2
 * added, {@code upgrade/v3} the one that version 3 writes otherwise. Run with {@code -Dtwinmesh.golden=DIR} to write the file for a new version.
 */
class ControlMessagesTest {

    private static final Hello HELLO = new Hello(1, 1, "0.2.0");
    private static final Welcome WELCOME = new Welcome(
            1,
            Path.of("/run/twinmesh/cart/ledger-7-9"),
            0x0123_4567_89ab_cdefL,
            4,
            List.of("outbound 127.0.0.1:15001", "admin 127.0.0.1:15000"));
    private static final Set<Integer> KEPT = Set.of(3);

    @TempDir
    private Path directory;

    private final EmbeddedChannel channel = new EmbeddedChannel();
    private final BlockingQueue<Object> box = Wire.box();

    private Wire wire() {
        return new Wire(channel, box, channel, Wire.box());
    }

    private String sent() {
        ByteBuf out = channel.readOutbound();
        String hex = ByteBufUtil.hexDump(out);
        out.release();
        return hex;
    }

    private String sent(Kind kind, Consumer<FieldWriter> content) {
        Wire.send(channel, kind, content);
        return sent();
    }

    private static void writeWelcome(FieldWriter out) {
        Welcome.write(
                out,
                WELCOME.version(),
                WELCOME.ledger(),
                WELCOME.token(),
                WELCOME.generation(),
                listeners -> WELCOME.listeners().forEach(words -> Welcome.writeListener(listeners, words)));
    }

    private static void writeAhead(FieldWriter out) {
        AheadSent.write(out, 2, Unpooled.buffer().writeInt(0).writeInt(1), Path.of("/run/twinmesh/cart/held-7-9"));
    }

    private String taken() throws Exception {
        Ledger ledger = Ledger.create(directory.resolve("taking"));
        Message offer = new Message(Kind.OFFER, Unpooled.buffer(0));
        assertTrue(
                new Transfer(new FakeEstate(KEPT), wire(), ledger, 1, Path.of("."), 1_000).take(Round.FORWARD, offer));
        return sent();
    }

    private Map<String, String> written() throws Exception {
        Map<String, String> messages = new TreeMap<>();
        for (Kind kind : Kind.values()) {
            messages.put(kind.name(), sent(kind, fields -> {}));
        }
        messages.put("HELLO", sent(Kind.HELLO, HELLO::write));
        messages.put("WELCOME", sent(Kind.WELCOME, ControlMessagesTest::writeWelcome));
        messages.put("REFUSED", sent(Kind.REFUSED, fields -> fields.put(Texts.REASON, "no (expected: yes)")));
        messages.put("TAKEN", taken());
        messages.put("AHEAD", sent(Kind.AHEAD, ControlMessagesTest::writeAhead));
        return messages;
    }

    @Test
    void everyMessageIsWrittenAsEver() throws Exception {
        Map<String, String> written = written();
        String directory = System.getProperty("twinmesh.golden");
        if (directory != null) {
            Files.writeString(
                    Path.of(directory, "messages.txt"),
                    written.entrySet().stream()
                            .map(message -> message.getKey() + " " + message.getValue() + "\n")
                            .collect(Collectors.joining()));
            return;
        }
        assertEquals(GoldenMessages.of(Hello.NEWEST), written);
    }

    private static byte[] golden(Kind kind) throws IOException {
        return GoldenMessages.of(Hello.NEWEST, kind);
    }

    private static byte[] ofTheFuture(byte[] message) {
        return GoldenMessages.with(message, Records::extended);
    }

    private static byte[] without(byte[] message, int field) {
        return GoldenMessages.with(message, record -> Records.without(record, field));
    }

    private static FieldReader fields(byte[] message) {
        return GoldenMessages.received(message).fields();
    }

    private Set<Integer> keptAccordingTo(byte[] message) throws Exception {
        Ledger ledger = Ledger.create(directory.resolve("giving-" + System.nanoTime()));
        ledger.take(Round.FORWARD);
        FakeEstate estate = new FakeEstate(Set.of());
        box.add(GoldenMessages.received(message));
        new Transfer(estate, wire(), ledger, 1, Path.of("."), 1_000).give(Round.FORWARD);
        return estate.kept;
    }

    @Test
    void aFaultBehindThePointOfNoReturnIsToldAndGivesNothingUp() throws Exception {
        assertToldAndNotGivenUp(() -> {
            throw new IllegalStateException("open: broken");
        });
    }

    @Test
    void soIsTheEndOfMemoryBehindIt() throws Exception {
        assertToldAndNotGivenUp(() -> {
            throw new OutOfMemoryError("open: broken");
        });
    }

    private void assertToldAndNotGivenUp(Runnable opens) throws Exception {
        Ledger ledger = Ledger.create(directory.resolve("fault"));
        FakeEstate estate = new FakeEstate(Set.of());
        estate.opens = opens;
        Transfer transfer = new Transfer(estate, wire(), ledger, 1, Path.of("."), 1_000);

        assertTrue(transfer.take(Round.FORWARD, new Message(Kind.OFFER, Unpooled.buffer(0))));

        assertTrue(ledger.isTaken(Round.FORWARD));
        assertEquals(
                Kind.TAKEN,
                GoldenMessages.received(ByteBufUtil.decodeHexDump(sent())).kind());
        assertEquals("open: broken", transfer.fault());
    }

    @Test
    void theEndOfMemoryInAStandstillEndsIt() throws Exception {
        Ledger ledger = Ledger.create(directory.resolve("giving"));
        FakeEstate estate = new FakeEstate(Set.of());
        estate.writes = () -> {
            throw new OutOfMemoryError("for the offer");
        };

        BrokenOffException brokenOff = assertThrows(BrokenOffException.class, () -> {
            new Transfer(estate, wire(), ledger, 1, Path.of("."), 1_000).give(Round.FORWARD);
        });

        assertTrue(brokenOff.getMessage().contains("for the offer"), brokenOff.getMessage());
        assertTrue(ledger.isWithdrawn(Round.FORWARD));
        assertTrue(estate.thawed);
    }

    /** What is announced ahead of a standstill in which a mebibyte is held for peers. */
    private FieldReader aheadIn(int version) throws Exception {
        Ledger ledger = Ledger.create(directory.resolve("ledger-" + version));
        ledger.take(Round.FORWARD);
        FakeEstate estate = new FakeEstate(Set.of());
        estate.held = 1 << 20;
        box.add(GoldenMessages.received(golden(Kind.ARRIVED)));
        box.add(GoldenMessages.received(golden(Kind.TAKEN)));
        new Transfer(estate, wire(), ledger, version, directory, 1_000).give(Round.FORWARD);
        FieldReader ahead = fields(ByteBufUtil.decodeHexDump(sent()));
        channel.releaseOutbound(); // the offer
        return ahead;
    }

    @Test
    void memoryIsSharedWithWhoeverKnowsOfItAndItsFileIsGoneAfterwards() throws Exception {
        assertFalse(aheadIn(2).has(AheadSent.SHARED));

        Path file = Path.of(aheadIn(3).text(AheadSent.SHARED));

        assertEquals(directory, file.getParent());
        assertFalse(Files.exists(file), file.toString());
    }

    @Test
    void everyMessageIsUnderstood() throws Exception {
        for (Kind kind : Kind.values()) {
            assertEquals(kind, GoldenMessages.received(golden(kind)).kind());
        }
        assertEquals(HELLO, Hello.read(fields(golden(Kind.HELLO))));
        assertEquals(WELCOME, Welcome.read(fields(golden(Kind.WELCOME))));
        assertEquals("no (expected: yes)", Texts.reason(GoldenMessages.received(golden(Kind.REFUSED))));
        assertEquals(KEPT, keptAccordingTo(golden(Kind.TAKEN)));
    }

    @Test
    void aFieldThatALaterVersionAddsIsPassedOver() throws Exception {
        assertEquals(HELLO, Hello.read(fields(ofTheFuture(golden(Kind.HELLO)))));
        assertEquals(WELCOME, Welcome.read(fields(ofTheFuture(golden(Kind.WELCOME)))));
        assertEquals("no (expected: yes)", Texts.reason(GoldenMessages.received(ofTheFuture(golden(Kind.REFUSED)))));
        assertEquals(KEPT, keptAccordingTo(ofTheFuture(golden(Kind.TAKEN))));
    }

    @Test
    void aFieldThatMustBeThereAndIsNotIsNamed() throws Exception {
        assertMissing(Kind.HELLO, Set.of(1, 2, 3), Hello::read);
        assertMissing(Kind.WELCOME, Set.of(1, 2, 3, 4), Welcome::read);
        assertEquals(0, Welcome.read(fields(without(golden(Kind.WELCOME), 5))).token());
        assertEquals("without a reason", Texts.reason(GoldenMessages.received(without(golden(Kind.REFUSED), 1))));
    }

    private static void assertMissing(Kind kind, Set<Integer> mandatory, Consumer<FieldReader> reader)
            throws IOException {
        for (int field : new TreeSet<>(mandatory)) {
            FieldReader cut = fields(without(golden(kind), field));

            UpgradeRefusedException refused =
                    assertThrows(UpgradeRefusedException.class, () -> reader.accept(cut), kind + " " + field);

            assertTrue(refused.getMessage().contains("no field " + field), refused.getMessage());
        }
    }
}
