package io.twinmesh.backend.proxy;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FramingTest {

    @Test
    void framesSplitAtEveryByteArriveWhole() throws Exception {
        byte[] two = join(Frame.call(1, "say").bytes(), Frame.call(2, "hear").bytes());
        try (FakeProvider provider = FakeProvider.named("p");
                Sidecar sidecar = Sidecar.outbound(FakeKernel.to(provider.endpoint()));
                RawClient client = sidecar.connect()) {
            for (int cut = 1; cut < two.length; cut++) {
                client.send(Arrays.copyOf(two, cut));
                client.send(Arrays.copyOfRange(two, cut, two.length));

                assertEquals(Map.of(1L, Frame.ok(1, "p"), 2L, Frame.ok(2, "p")), client.read(2), "cut at " + cut);
            }
        }
    }

    @Test
    void frameSentByteByByteArrivesWhole() throws Exception {
        try (FakeProvider provider = FakeProvider.named("p");
                Sidecar sidecar = Sidecar.outbound(FakeKernel.to(provider.endpoint()));
                RawClient client = sidecar.connect()) {
            for (byte each : Frame.call(1, "say").bytes()) {
                client.send(new byte[] {each});
            }

            assertEquals(Frame.call(1, "say"), provider.take().withId(1));
            assertEquals(Frame.ok(1, "p"), client.read());
        }
    }

    @Test
    void manyFramesInOnePieceAreAllAnswered() throws Exception {
        ByteArrayOutputStream glued = new ByteArrayOutputStream();
        for (long id = -500; id < 500; id++) {
            glued.writeBytes(Frame.call(id, "say").bytes());
        }
        try (FakeProvider provider = FakeProvider.named("p");
                Sidecar sidecar = Sidecar.outbound(FakeKernel.to(provider.endpoint()));
                RawClient client = sidecar.connect()) {
            Map<Long, Frame> replies = client.send(glued.toByteArray()).read(1000);

            assertEquals(1000, replies.size());
            replies.forEach((id, reply) -> assertEquals(Frame.ok(id, "p"), reply));
        }
    }

    @Test
    void bodiesUpToTheLimitPassBothWays() throws Exception {
        Frame call = Frame.bigCall(1, 8_380_000);
        try (FakeProvider provider = FakeProvider.doing((connection, frame) -> connection.send(new Frame(
                        Frame.HESSIAN2, 20, frame.id(), Arrays.copyOf(new byte[] {(byte) 0x91}, 8_388_608))));
                Sidecar sidecar = Sidecar.outbound(FakeKernel.to(provider.endpoint()));
                RawClient client = sidecar.connect()) {
            client.send(call);

            assertArrayEquals(call.body(), provider.take().body());
            assertEquals(8_388_608, client.read().body().length);
        }
    }

    @Test
    void bigBodyInSmallPiecesArrivesWhole() throws Exception {
        byte[] call = Frame.bigCall(1, 600_000).bytes();
        try (FakeProvider provider = FakeProvider.named("p");
                Sidecar sidecar = Sidecar.outbound(FakeKernel.to(provider.endpoint()));
                RawClient client = sidecar.connect()) {
            for (int at = 0; at < call.length; at += 700) {
                client.send(Arrays.copyOfRange(call, at, Math.min(call.length, at + 700)));
            }

            assertArrayEquals(call, provider.take().withId(1).bytes());
            assertEquals(Frame.ok(1, "p"), client.read());
        }
    }

    private static byte[] join(byte[] one, byte[] other) {
        byte[] both = Arrays.copyOf(one, one.length + other.length);
        System.arraycopy(other, 0, both, one.length, other.length);
        return both;
    }
}
