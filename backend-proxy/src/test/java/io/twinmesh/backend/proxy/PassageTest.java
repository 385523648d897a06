package io.twinmesh.backend.proxy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.twinmesh.api.Direction;
import io.twinmesh.backend.proxy.dubbo.DubboProtocol;
import io.twinmesh.backend.proxy.link.Adoption;
import io.twinmesh.backend.proxy.link.Interception;
import io.twinmesh.backend.proxy.link.Lane;
import io.twinmesh.backend.proxy.link.LaneInput;
import io.twinmesh.backend.proxy.link.LaneOutput;
import io.twinmesh.backend.proxy.link.LaneScope;
import io.twinmesh.backend.proxy.link.Passage;
import io.twinmesh.backend.proxy.link.ProxyProtocol;
import io.twinmesh.backend.proxy.tcp.TcpProtocol;
import io.twinmesh.backend.proxy.upgrade.Inheritance;
import io.twinmesh.backend.proxy.wire.FieldReader;
import io.twinmesh.backend.proxy.wire.FieldWriter;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A protocol says whether its connections can go over; those that stay are served, and told to go if the protocol has a word for it. */
class PassageTest {

    private final FakeProvider provider = FakeProvider.named("v");
    private final Sidecar sidecar = Sidecar.outbound(FakeKernel.to(provider.endpoint()), "drain-ms", "0");

    PassageTest() throws IOException {}

    @AfterEach
    void close() throws IOException {
        sidecar.close();
        provider.close();
    }

    private Listener listener(Passage passage) {
        Listener listener = Listener.open(
                Direction.OUTBOUND,
                new SidecarConfig.Listen(Addresses.parse("test", "127.0.0.1:0"), null, Interception.NONE),
                sidecar.workers(),
                Inheritance.none(),
                List.of(new SomeProtocol(passage), new TcpProtocol()),
                new OwnAddresses());
        listener.accept();
        return listener;
    }

    private SidecarStandstill stop(Listener listener) {
        SidecarStandstill still =
                new SidecarStandstill(out -> {}, listener::accept, List.of(listener), sidecar.workers());
        still.stop();
        return still;
    }

    private static List<FieldReader> lanes(SidecarStandstill still) {
        ByteBuf offer = Unpooled.buffer();
        still.write(new FieldWriter(offer), null);
        return FieldReader.of("offer", offer).records(OfferFields.LANE);
    }

    private static RawClient called(Listener listener) throws IOException {
        RawClient client = new RawClient(listener.address());
        assertCalled(client, 1);
        return client;
    }

    private static void assertCalled(RawClient client, int id) throws IOException {
        assertEquals(Frame.ok(id, "v"), client.send(Frame.call(id, "say")).read());
    }

    @ParameterizedTest
    @EnumSource(
            value = Passage.class,
            names = {"DRAIN", "KEEP"})
    void connectionsThatStayAreNotOfferedAndServedOn(Passage passage) throws Exception {
        Listener listener = listener(passage);
        try (RawClient client = called(listener)) {
            SidecarStandstill still = stop(listener);

            List<String> protocols = lanes(still).stream()
                    .map(lane -> lane.text(OfferFields.PROTOCOL))
                    .toList();
            assertEquals(List.of("tcp", OfferFields.UNKNOWN), protocols);
            assertEquals(List.of(), still.sockets());
            assertEquals(1, still.staying());
            still.moved(Set.of());

            if (passage == Passage.DRAIN) {
                assertTrue(client.read().isEvent(), "READONLY");
            }
            assertCalled(client, 2);
            still.cameBack();
            if (passage == Passage.DRAIN) {
                assertTrue(client.read().isEvent(), "WRITEABLE");
            }
            assertCalled(client, 3);
        }
    }

    @Test
    void connectionsThatMoveAreOffered() throws Exception {
        Listener listener = listener(Passage.MOVE);
        try (RawClient client = called(listener)) {
            SidecarStandstill still = stop(listener);

            assertEquals(3, lanes(still).size());
            assertEquals(2, still.sockets().size());
            assertEquals(0, still.staying());
            still.thaw();

            assertCalled(client, 2);
        }
    }

    @Test
    void nobodyIsToldIfNothingIsHandedOver() throws Exception {
        Listener listener = listener(Passage.DRAIN);
        try (RawClient client = called(listener)) {
            stop(listener).thaw();

            assertCalled(client, 2);
        }
    }

    /** Dubbo with another answer to the question. */
    private record SomeProtocol(Passage passage, ProxyProtocol dubbo) implements ProxyProtocol {

        SomeProtocol(Passage passage) {
            this(passage, new DubboProtocol());
        }

        @Override
        public String id() {
            return "some";
        }

        @Override
        public Answer detects(ByteBuf first) {
            return dubbo.detects(first);
        }

        @Override
        public Lane lane(LaneScope scope) {
            return new SomeLane(passage, dubbo.lane(scope));
        }
    }

    /** A lane that does not know how to stand still unless it moves. */
    private record SomeLane(Passage passage, Lane dubbo) implements Lane {

        @Override
        public void accept(Channel channel) {
            dubbo.accept(channel);
        }

        @Override
        public void announce(boolean draining) {
            dubbo.announce(draining);
        }

        @Override
        public int inFlight() {
            return dubbo.inFlight();
        }

        @Override
        public int clients() {
            return dubbo.clients();
        }

        @Override
        public void close() {
            dubbo.close();
        }

        private Lane moving() {
            assertEquals(Passage.MOVE, passage);
            return dubbo;
        }

        @Override
        public void standStill() {
            moving().standStill();
        }

        @Override
        public void carry(LaneOutput output) {
            moving().carry(output);
        }

        @Override
        public void moved() {
            moving().moved();
        }

        @Override
        public void thawed() {
            moving().thawed();
        }

        @Override
        public Adoption adopt(LaneInput input) {
            return moving().adopt(input);
        }
    }
}
