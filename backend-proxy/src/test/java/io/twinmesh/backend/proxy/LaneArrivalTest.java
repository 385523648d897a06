package io.twinmesh.backend.proxy;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
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

    private static final int LANE = ArrivedLanes.LANE;
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
    private final Sidecar sidecar = opened(Sidecar.outbound(ArrivedLanes.kernel(), "drain-ms", "0"));

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

    private ArrivedLanes arrived(UnaryOperator<byte[]> change) throws IOException {
        return opened(new ArrivedLanes(sidecar, change));
    }

    @Test
    void theLanesOfVersionOneGoOn() throws Exception {
        arrived(offer -> offer).assertGoesOn();
    }

    @Test
    void fieldsThatALaterVersionAddsAnywhereArePassedOver() throws Exception {
        arrived(LaneArrivalTest::extendedEverywhere).assertGoesOn();
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
            ArrivedLanes arrived = arrived(offer -> inTheFirstLane(
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
            ArrivedLanes arrived = arrived(offer -> inTheFirstLane(
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
    void bytesInMemoryThatNobodySharesRefuseTheirLane() throws Exception {
        byte[] number = new byte[Long.BYTES];
        ArrivedLanes arrived = arrived(offer -> inTheFirstLane(
                offer,
                lane -> Records.edit(
                        lane, record -> Records.with(Records.with(record, 4, number), 5, number), CONTENT, 2)));

        assertEquals(Set.of(0), arrived.arrival.refused());
        arrived.arrival.open();
        arrived.assertStreamGoesOn();
    }

    @Test
    void anOfferWithALaneWithoutContentIsRefusedWhole() {
        UpgradeRefusedException refused = assertThrows(
                UpgradeRefusedException.class,
                () -> arrived(offer -> inTheFirstLane(offer, lane -> Records.without(lane, CONTENT))));

        assertTrue(refused.getMessage().contains("no field 4"), refused.getMessage());
    }

    @Test
    void whatIsNotTakenAfterAllLeavesNothingBehind() throws Exception {
        ArrivedLanes arrived = arrived(offer -> offer);

        arrived.arrival.discard();

        for (SocketPair socket : arrived.sockets) {
            assertTrue(socket.isEnded());
        }
        assertNothingLeft();
        arrived(offer -> offer).assertGoesOn();
    }

    private void assertNothingLeft() {
        assertEquals(0, sidecar.inFlight());
        assertEquals(0, sidecar.kernel.open.get());
        assertEquals(0, sidecar.counter("downstream_open"));
        assertEquals(0, sidecar.counter("upstream_open"));
        assertEquals(0, sidecar.counter("memory_held"));
        Estate.Standstill still = sidecar.estate().standStill();
        ByteBuf offer = Unpooled.buffer();
        still.write(new FieldWriter(offer), null);
        assertEquals(0, sidecar.estate().sockets(FieldReader.of("offer", offer)));
        still.thaw();
    }
}
