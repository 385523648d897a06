package io.twinmesh.backend.proxy;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.unix.FileDescriptor;
import io.twinmesh.api.upgrade.UpgradeRefusedException;
import io.twinmesh.backend.proxy.upgrade.Estate;
import io.twinmesh.backend.proxy.wire.FieldReader;
import io.twinmesh.backend.proxy.wire.FieldWriter;
import io.twinmesh.backend.proxy.wire.Records;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The lanes that version 1 wrote go on in this build, also if a later one adds to them; and what is refused or not taken leaves nothing behind. */
class LaneArrivalTest {

    private static final int LANE = 2;
    private static final int CONTENT = 4;
    private static final int FIELDS = 1;

    /** Every record in a lane of Dubbo, from the lane on, and what must be in it. */
    private static final List<int[]> MANDATORY_IN_DUBBO = List.of(
            new int[] {1},
            new int[] {2},
            new int[] {3},
            new int[] {FIELDS, CONTENT},
            new int[] {1, CONTENT, FIELDS, 1},
            new int[] {2, CONTENT, FIELDS, 1},
            new int[] {1, CONTENT, FIELDS, 2},
            new int[] {2, CONTENT, FIELDS, 2},
            new int[] {4, CONTENT, FIELDS, 2},
            new int[] {5, CONTENT, FIELDS, 2},
            new int[] {7, CONTENT, FIELDS, 2},
            new int[] {1, CONTENT, FIELDS, 3},
            new int[] {3, CONTENT, FIELDS, 3},
            new int[] {5, CONTENT, FIELDS, 3});

    private final List<AutoCloseable> opened = new ArrayList<>();
    private final Sidecar sidecar = opened(Sidecar.outbound(kernel(), "drain-ms", "0"));

    @AfterEach
    void closeAll() throws Exception {
        for (AutoCloseable each : opened) {
            each.close();
        }
    }

    private <T extends AutoCloseable> T opened(T each) {
        opened.add(each);
        return each;
    }

    /** Nobody is there any more for whom a call waited. */
    private static FakeKernel kernel() {
        FakeKernel kernel = FakeKernel.to(GoldenLanes.CALLS);
        kernel.elsewhere.put(GoldenLanes.BUSY, GoldenLanes.CALLS);
        return kernel;
    }

    /** Connections like those of the sidecar that wrote the lanes. */
    private final class Arrived {

        final List<SocketPair> sockets = new ArrayList<>();
        final Estate.Arrival arrival;

        Arrived(UnaryOperator<byte[]> change) throws IOException {
            ByteBuf offer = Unpooled.buffer();
            GoldenLanes.read().forEach(lane -> new FieldWriter(offer).put(LANE, lane));
            for (int i = 0; i < 5; i++) {
                sockets.add(opened(SocketPair.open()));
            }
            List<FileDescriptor> given = sockets.stream().map(SocketPair::given).toList();
            byte[] changed = change.apply(ByteBufUtil.getBytes(offer));
            arrival = sidecar.estate()
                    .arrive(
                            FieldReader.of("offer", Unpooled.wrappedBuffer(changed)),
                            sidecar.estate().adopt(given));
        }

        SocketPair caller() {
            return sockets.get(0);
        }

        SocketPair provider() {
            return sockets.get(1);
        }

        void assertStreamGoesOn() throws IOException {
            sockets.get(3).send(new byte[] {4, 5});
            sockets.get(3).peer().close();
            assertArrayEquals(
                    new byte[] {4, 5}, sockets.get(2).peer().getInputStream().readAllBytes());
        }

        void assertCallsGoOn() throws IOException {
            byte[] rest = Frame.call(9, "say").bytes();
            Frame undecided = provider().read();
            assertTrue(undecided.text().contains("aside"), undecided.toString());
            Frame queued = provider().read();
            assertTrue(queued.text().contains("queued"), queued.toString());
            caller().send(Arrays.copyOfRange(rest, GoldenLanes.HALF, rest.length));
            Frame completed = provider().read();
            assertTrue(completed.text().contains("say"), completed.toString());
            for (long id : new long[] {completed.id(), undecided.id(), queued.id(), GoldenLanes.UPSTREAM_ID}) {
                provider().send(Frame.ok(id, "hello").bytes());
            }
            assertEquals(Frame.ok(9, "hello"), caller().read());
            assertEquals(Frame.ok(11, "hello"), caller().read());
            assertEquals(Frame.ok(13, "hello"), caller().read());
            assertEquals(Frame.ok(7, "hello"), caller().read());
        }

        void assertFirstByteIsKept() throws IOException {
            byte[] frame = Frame.call(5, "say").bytes();
            sockets.get(4).send(Arrays.copyOfRange(frame, 1, frame.length));
            provider().send(Frame.ok(provider().read().id(), "hello").bytes());
            assertEquals(Frame.ok(5, "hello"), sockets.get(4).read());
        }
    }

    private static void assertGoesOn(Arrived arrived) throws IOException {
        assertEquals(Set.of(), arrived.arrival.refused());
        arrived.arrival.open();
        arrived.assertCallsGoOn();
        arrived.assertStreamGoesOn();
        arrived.assertFirstByteIsKept();
    }

    @Test
    void theLanesOfVersionOneGoOn() throws Exception {
        assertGoesOn(new Arrived(offer -> offer));
    }

    @Test
    void fieldsThatALaterVersionAddsAnywhereArePassedOver() throws Exception {
        assertGoesOn(new Arrived(LaneArrivalTest::extendedEverywhere));
    }

    private static byte[] extendedEverywhere(byte[] offer) {
        byte[] extended = Records.extended(offer);
        for (int[] path : List.of(
                new int[] {LANE},
                new int[] {LANE, CONTENT},
                new int[] {LANE, CONTENT, FIELDS},
                new int[] {LANE, CONTENT, 2},
                new int[] {LANE, CONTENT, FIELDS, 1},
                new int[] {LANE, CONTENT, FIELDS, 2},
                new int[] {LANE, CONTENT, FIELDS, 3})) {
            extended = Records.extended(extended, path);
        }
        return extended;
    }

    @Test
    void aLaneWithoutAFieldThatMustBeThereIsRefusedAndNoOther() throws Exception {
        for (int[] missing : MANDATORY_IN_DUBBO) {
            Arrived arrived = new Arrived(offer -> inTheFirstLane(
                    offer, lane -> Records.without(lane, missing[0], Arrays.copyOfRange(missing, 1, missing.length))));

            assertEquals(Set.of(0), arrived.arrival.refused(), Arrays.toString(missing));
            assertTrue(arrived.caller().isEnded(), Arrays.toString(missing));
            arrived.arrival.open();
            arrived.assertStreamGoesOn();
            await(Arrays.toString(missing)).until(() -> sidecar.inFlight() == 0);
            assertEquals(0, sidecar.kernel.open.get(), Arrays.toString(missing));
        }
    }

    private static byte[] inTheFirstLane(byte[] offer, UnaryOperator<byte[]> change) {
        int[] number = new int[1];
        return Records.edit(offer, lane -> number[0]++ == 0 ? change.apply(lane) : lane, LANE);
    }

    @Test
    void aNumberOfTheWrongLengthIsNoticedBeforeAnythingIsOpen() throws Exception {
        byte[] one = {1};
        for (int[] place : List.of(
                new int[] {8, CONTENT, FIELDS, 1}, new int[] {8, CONTENT, FIELDS, 2}, new int[] {2, CONTENT, 2})) {
            int[] path = Arrays.copyOfRange(place, 1, place.length);
            Arrived arrived = new Arrived(offer -> inTheFirstLane(
                    offer,
                    lane -> Records.edit(
                            Records.without(lane, place[0], path),
                            record -> Records.with(record, place[0], one),
                            path)));

            assertEquals(Set.of(0), arrived.arrival.refused(), Arrays.toString(place));
            arrived.arrival.open();
            arrived.assertStreamGoesOn();
            assertEquals(0, sidecar.counter("faults"));
        }
    }

    @Test
    void anOfferWithALaneWithoutContentIsRefusedWhole() {
        UpgradeRefusedException refused = assertThrows(
                UpgradeRefusedException.class,
                () -> new Arrived(offer -> inTheFirstLane(offer, lane -> Records.without(lane, CONTENT))));

        assertTrue(refused.getMessage().contains("no field 4"), refused.getMessage());
    }

    @Test
    void whatIsNotTakenAfterAllLeavesNothingBehind() throws Exception {
        Arrived arrived = new Arrived(offer -> offer);

        arrived.arrival.discard();

        for (SocketPair socket : arrived.sockets) {
            assertTrue(socket.isEnded());
        }
        assertNothingLeft();
        assertGoesOn(new Arrived(offer -> offer));
    }

    private void assertNothingLeft() {
        assertEquals(0, sidecar.inFlight());
        assertEquals(0, sidecar.kernel.open.get());
        assertEquals(0, sidecar.counter("downstream_open"));
        assertEquals(0, sidecar.counter("upstream_open"));
        assertEquals(0, sidecar.counter("memory_held"));
        Estate.Standstill still = sidecar.estate().standStill();
        ByteBuf offer = Unpooled.buffer();
        still.write(new FieldWriter(offer));
        assertEquals(0, sidecar.estate().sockets(FieldReader.of("offer", offer)));
        still.thaw();
    }
}
