package io.twinmesh.backend.proxy;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.twinmesh.backend.proxy.upgrade.Estate;
import io.twinmesh.backend.proxy.wire.FieldReader;
import io.twinmesh.backend.proxy.wire.FieldWriter;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;

/** Connections like those of the sidecar that wrote the golden lanes, with which they arrive in another one. */
final class ArrivedLanes implements AutoCloseable {

    /** Field of an offer. */
    static final int LANE = 2;

    private static final int SOCKETS = 5;

    final List<SocketPair> sockets = new ArrayList<>();
    final Estate.Arrival arrival;

    /** Lanes that come with their sockets. */
    ArrivedLanes(Sidecar sidecar, UnaryOperator<byte[]> change) throws IOException {
        openAll();
        arrival = arrive(sidecar, channels(sidecar), change);
    }

    /**
     * Lanes whose sockets came ahead.
     *
     * @param workers where each of them waits
     * @param meanwhile what happens to them before the lanes come
     */
    ArrivedLanes(Sidecar sidecar, int[] workers, Meanwhile meanwhile) throws IOException {
        openAll();
        List<Channel> channels = channels(sidecar);
        sidecar.estate().settle(channels, workers);
        meanwhile.happens(this);
        arrival = arrive(sidecar, channels, offer -> offer);
    }

    interface Meanwhile {
        void happens(ArrivedLanes lanes) throws IOException;
    }

    /** Nobody is there any more for whom a call waited. */
    static FakeKernel kernel() {
        FakeKernel kernel = FakeKernel.to(GoldenLanes.CALLS);
        kernel.elsewhere.put(GoldenLanes.BUSY, GoldenLanes.CALLS);
        return kernel;
    }

    private void openAll() throws IOException {
        for (int i = 0; i < SOCKETS; i++) {
            sockets.add(SocketPair.open());
        }
    }

    private List<Channel> channels(Sidecar sidecar) {
        return sidecar.estate().adopt(sockets.stream().map(SocketPair::given).toList());
    }

    private static Estate.Arrival arrive(Sidecar sidecar, List<Channel> channels, UnaryOperator<byte[]> change)
            throws IOException {
        ByteBuf offer = Unpooled.buffer();
        GoldenLanes.read().forEach(lane -> new FieldWriter(offer).put(LANE, lane));
        byte[] changed = change.apply(ByteBufUtil.getBytes(offer));
        return sidecar.estate().arrive(FieldReader.of("offer", Unpooled.wrappedBuffer(changed)), channels, null);
    }

    void assertGoesOn() throws IOException {
        assertEquals(Set.of(), arrival.refused());
        arrival.open();
        assertCallsGoOn();
        assertStreamGoesOn();
        assertFirstByteIsKept();
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

    @Override
    public void close() throws IOException {
        for (SocketPair socket : sockets) {
            socket.close();
        }
    }
}
