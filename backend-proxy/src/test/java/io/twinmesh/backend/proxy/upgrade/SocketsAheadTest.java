package io.twinmesh.backend.proxy.upgrade;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.Channel;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.unix.FileDescriptor;
import io.twinmesh.backend.proxy.link.SharedBytes;
import io.twinmesh.backend.proxy.wire.Records;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The offer that names sockets which went ahead, byte for byte: {@code upgrade/v2/offer.txt} has it as version 2 wrote it. It names the second
 * of those that went ahead, one that was opened since, and the first. Run with {@code -Dtwinmesh.golden=DIR} to write the file for a new version.
 */
class SocketsAheadTest {

    private static final String OFFER = "/upgrade/v2/offer.txt";
    private static final FileDescriptor ANY = new FileDescriptor(Integer.MAX_VALUE);

    @TempDir
    private Path directory;

    private final EmbeddedChannel control = new EmbeddedChannel();
    private final EmbeddedChannel sockets = new EmbeddedChannel();
    private final BlockingQueue<Object> messages = Wire.box();
    private final BlockingQueue<FileDescriptor> descriptors = Wire.box();
    private final FakeEstate estate = new FakeEstate(Set.of());
    private Ledger ledger;

    @BeforeEach
    void createLedger() throws IOException {
        Epoll.ensureAvailability(); // loads what makes sockets
        ledger = Ledger.create(directory.resolve("ledger"));
    }

    private Transfer transfer(int version) {
        Wire wire = new Wire(control, messages, sockets, descriptors);
        return new Transfer(estate, wire, ledger, version, directory, 1_000);
    }

    private static byte[] golden() throws IOException {
        return ByteBufUtil.decodeHexDump(GoldenMessages.in(OFFER).get(Kind.OFFER.name()));
    }

    /** What is offered if the first two of three sockets go ahead. */
    private String offered(int version, List<Channel> three) throws Exception {
        estate.connections = three.subList(0, 2);
        estate.standing = List.of(three.get(1), three.get(2), three.get(0));
        ledger.take(Round.FORWARD);
        messages.add(GoldenMessages.received(GoldenMessages.of(version, Kind.ARRIVED)));
        messages.add(GoldenMessages.received(GoldenMessages.of(version, Kind.TAKEN)));

        transfer(version).give(Round.FORWARD);

        control.<ByteBuf>readOutbound().release(); // what is said of those that go ahead
        ByteBuf offer = control.readOutbound();
        String hex = ByteBufUtil.hexDump(offer);
        offer.release();
        return hex;
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3})
    void anOfferNamesThemAsVersionTwoDid(int version) throws Exception {
        List<Channel> three =
                Stream.<Channel>generate(EpollSocketChannel::new).limit(3).toList();
        try {
            String offered = offered(version, three);

            String directory = System.getProperty("twinmesh.golden");
            if (directory != null) {
                Files.writeString(Path.of(directory, "offer.txt"), Kind.OFFER + " " + offered + "\n");
                return;
            }
            assertEquals(ByteBufUtil.hexDump(golden()), offered);
            assertEquals(
                    three.stream().map(SocketsAheadTest::descriptor).toList(),
                    List.copyOf(sockets.outboundMessages()),
                    "sockets sent, each once");
        } finally {
            three.forEach(channel -> channel.unsafe().closeForcibly());
        }
    }

    private static FileDescriptor descriptor(Channel channel) {
        return new FileDescriptor(((EpollSocketChannel) channel).fd().intValue());
    }

    /** Takes the golden offer, with one socket that comes with it. */
    private void takeBehind(int version, int count, byte[] announced) throws Exception {
        Transfer transfer = transfer(version);
        for (int i = 0; i < count; i++) {
            descriptors.add(ANY);
        }
        transfer.ahead(Round.FORWARD, GoldenMessages.received(announced));
        descriptors.add(ANY);
        estate.count = 3;

        assertTrue(transfer.take(Round.FORWARD, GoldenMessages.received(golden())));

        List<Channel> adopted = estate.adopted;
        assertEquals(List.of(adopted.get(1), adopted.get(count), adopted.get(0)), estate.arrived);
        for (Channel channel : adopted) {
            assertEquals(estate.arrived.contains(channel), channel.isOpen());
        }
    }

    @Test
    void thoseThatVersionTwoSendsAreTakenByTheirNumbers() throws Exception {
        takeBehind(2, 302, GoldenMessages.of(2, Kind.AHEAD));

        assertNull(estate.workers);
        assertNull(estate.shared);
    }

    @Test
    void thoseThatVersionThreeSendsAreTakenByTheirNumbersWithSharedMemory() throws Exception {
        Path file = directory.resolve("held");
        SharedBytes.create(file, 1).part(0, 1).setByte(0, 42);
        byte[] path = file.toString().getBytes(StandardCharsets.UTF_8);

        takeBehind(
                3,
                2,
                GoldenMessages.with(
                        GoldenMessages.of(3, Kind.AHEAD),
                        record -> Records.with(Records.without(record, AheadSent.SHARED), AheadSent.SHARED, path)));

        assertArrayEquals(new int[] {0, 1}, estate.workers);
        assertEquals(42, estate.shared.part(0, 1).getByte(0));
    }

    @Test
    void anOfferOfVersionOneNamesNoneAndAllComeWithIt() throws Exception {
        estate.count = 3;
        descriptors.addAll(List.of(ANY, ANY, ANY));

        assertTrue(transfer(1).take(Round.FORWARD, GoldenMessages.received(GoldenMessages.of(1, Kind.OFFER))));

        assertEquals(3, estate.arrived.size());
        assertEquals(estate.adopted, estate.arrived);
    }
}
