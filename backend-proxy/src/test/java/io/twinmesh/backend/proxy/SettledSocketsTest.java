package io.twinmesh.backend.proxy;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.channel.Channel;
import io.netty.channel.SingleThreadEventLoop;
import io.twinmesh.backend.proxy.link.Transport;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Sockets that came ahead wait on the loops they will be opened on, and nothing that happens to them there is looked at. */
class SettledSocketsTest {

    private static final int[] FIRST = {0, 0, 0, 0, 0};

    private final Sidecar sidecar = Sidecar.outbound(ArrivedLanes.kernel(), "drain-ms", "0", "workers", "2");

    @AfterEach
    void close() {
        sidecar.close();
    }

    @Test
    void theyGoOn() throws Exception {
        try (ArrivedLanes arrived = new ArrivedLanes(sidecar, FIRST, lanes -> {})) {
            arrived.assertGoesOn();
        }
    }

    @Test
    void thoseWhoseWorkerIsNotSaidGoOn() throws Exception {
        try (ArrivedLanes arrived = new ArrivedLanes(sidecar, new int[] {0, -1, 0, -1, -1}, lanes -> {})) {
            arrived.assertGoesOn();
        }
    }

    @Test
    void whatComesBeforeTheyAreOpenIsReadThen() throws Exception {
        try (ArrivedLanes arrived = new ArrivedLanes(sidecar, FIRST, this::streamEnds)) {
            arrived.arrival.open();

            assertArrayEquals(
                    new byte[] {4, 5},
                    arrived.sockets.get(2).peer().getInputStream().readAllBytes());
            arrived.assertCallsGoOn();
        }
    }

    private void streamEnds(ArrivedLanes lanes) throws IOException {
        lanes.sockets.get(3).send(new byte[] {4, 5});
        lanes.sockets.get(3).peer().close();
        loopsTurn();
    }

    /** Whatever the kernel had to say has been heard, and whatever follows from it begun. */
    private void loopsTurn() {
        for (int i = 0; i < 3; i++) {
            sidecar.workers().all().forEach(worker -> Workers.on(worker, () -> true));
        }
    }

    @Test
    void oneThatIsResetBeforeItIsOpenEndsAlone() throws Exception {
        try (ArrivedLanes arrived = new ArrivedLanes(sidecar, FIRST, this::firstIsReset)) {
            arrived.arrival.open();

            await().untilAsserted(() -> assertEquals(2, sidecar.counter("downstream_open")));
            arrived.assertStreamGoesOn();
        }
    }

    private void firstIsReset(ArrivedLanes lanes) throws IOException {
        lanes.caller().peer().setSoLinger(true, 0);
        lanes.caller().peer().close();
        loopsTurn();
    }

    @Test
    void aLaneWithASocketOnAnotherWorkerIsRefusedAndNoOther() throws Exception {
        try (ArrivedLanes arrived = new ArrivedLanes(sidecar, new int[] {0, 1, 0, 0, 0}, lanes -> {})) {
            assertEquals(Set.of(0), arrived.arrival.refused());
            assertTrue(arrived.caller().isEnded());
            assertTrue(arrived.provider().isEnded());

            arrived.arrival.open();
            arrived.assertStreamGoesOn();
        }
    }

    @Test
    void whatIsNotTakenAfterAllIsClosedHereOnly() throws Exception {
        try (ArrivedLanes arrived = new ArrivedLanes(sidecar, FIRST, lanes -> {})) {
            arrived.arrival.discard();

            for (SocketPair socket : arrived.sockets) {
                assertTrue(socket.isEnded());
            }
            assertEquals(0, sidecar.counter("downstream_open"));
        }
    }

    /** The number of a descriptor is used again: a loop that still had the old socket under it would not take the new one. */
    @Test
    void discardedOnesLeaveNothingOnTheirLoops() throws Exception {
        int before = registered();
        for (int i = 0; i < 20; i++) {
            try (SocketPair socket = SocketPair.open()) {
                List<Channel> channels = sidecar.estate().adopt(List.of(socket.given()));
                sidecar.estate().settle(channels, new int[] {i % 2});
                channels.forEach(Transport::discard);

                assertTrue(socket.isEnded());
            }
        }
        loopsTurn();
        assertEquals(before, registered());
    }

    private int registered() {
        return sidecar.workers().all().stream()
                .mapToInt(worker -> ((SingleThreadEventLoop) worker.loop()).registeredChannels())
                .sum();
    }
}
