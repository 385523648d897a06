package io.twinmesh.backend.proxy;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.twinmesh.api.Decision;
import io.twinmesh.backend.proxy.upgrade.HostileGuest;
import java.io.File;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Others at the door of a sidecar: whatever they say, it goes on, loses no call, keeps nothing of theirs and can still be upgraded. */
class UpgradeBadInputTest {

    private static final int FUZZED = 2_000;

    @TempDir
    private Path run;

    private Path home;
    private Traffic traffic;
    private FakeProvider provider;
    private Sidecar sidecar;

    @BeforeEach
    void start() throws IOException {
        home = run.resolve("one");
        provider = FakeProvider.named("v");
        sidecar = sidecar();
        traffic = new Traffic(sidecar.address());
        sidecar.kernel.outbound = request -> new Decision.Forward("fake", traffic.calls());
        traffic.begin(2, 0);
        awaitProgress();
    }

    private Sidecar sidecar() {
        return Sidecar.outbound(
                FakeKernel.to(provider.endpoint()),
                "id",
                "one",
                "run-dir",
                run.toString(),
                "probation-ms",
                "0",
                "upgrade-drill-ms",
                "0",
                "upgrade-prepare-ms",
                "300",
                "upgrade-step-ms",
                "300");
    }

    @AfterEach
    void everythingIsAsBefore() throws Exception {
        awaitProgress();
        assertEquals(0, traffic.lost());
        assertEquals(List.of(), traffic.takeFaults());
        await("can be upgraded").until(() -> {
            try (HostileGuest polite = new HostileGuest(home)) {
                return polite.hello(1, 1).hear().equals("WELCOME");
            }
        });
        traffic.close();
        sidecar.close();
        provider.close();
    }

    private void awaitProgress() {
        int before = traffic.answered();
        await().atMost(Duration.ofSeconds(20)).until(() -> traffic.answered() >= before + 20);
    }

    private static int descriptors() {
        String[] names = new File("/proc/self/fd").list();
        return names == null ? -1 : names.length;
    }

    private static void awaitDescriptors(int most) {
        await("descriptors, at most " + most).atMost(Duration.ofSeconds(20)).until(() -> descriptors() <= most);
    }

    @Test
    void versionsThatDoNotOverlapAreRefusedWithTheReason() throws Exception {
        try (HostileGuest guest = new HostileGuest(home)) {
            String answer = guest.hello(4, 7).hear();

            assertTrue(answer.startsWith("REFUSED protocol: 4 to 7"), answer);
            assertEquals("END", guest.hear());
        }
    }

    @Test
    void whoeverDoesNotBeginWithAHelloIsRefused() throws Exception {
        try (HostileGuest guest = new HostileGuest(home)) {
            String answer = guest.say("READY", fields -> {}).hear();

            assertTrue(answer.startsWith("REFUSED message: READY"), answer);
        }
    }

    @Test
    void aHelloWithoutItsFieldsIsRefused() throws Exception {
        try (HostileGuest guest = new HostileGuest(home)) {
            String answer = guest.say("HELLO", fields -> {}).hear();

            assertTrue(answer.startsWith("REFUSED hello: no field 1"), answer);
        }
    }

    @Test
    void aLengthBeyondTheLimitEndsTheConnection() throws Exception {
        for (int length : new int[] {1 << 17, Integer.MAX_VALUE, -1}) {
            try (HostileGuest guest = new HostileGuest(home)) {
                byte[] bytes = ByteBuffer.allocate(32).putInt(length).array();

                assertEquals("END", guest.raw(bytes).hear(), "length " + length);
            }
        }
    }

    @Test
    void silenceAfterTheHelloIsGivenUpAndCostsNothing() throws Exception {
        int before = descriptors();
        try (HostileGuest guest = new HostileGuest(home)) {
            assertEquals("WELCOME", guest.hello(1, 1).hear());

            assertEquals("END", guest.hear());
        }
        awaitDescriptors(before);
    }

    @Test
    void silenceAfterTheListenersIsGivenUpAndCostsNothing() throws Exception {
        int before = descriptors();
        try (HostileGuest guest = new HostileGuest(home)) {
            assertEquals("WELCOME", guest.hello(1, 1).hear());
            guest.second();

            assertEquals("END", guest.hear());
        }
        awaitDescriptors(before);
    }

    @Test
    void descriptorsThatNobodyAskedForAreClosed() throws Exception {
        int before = descriptors();
        for (int i = 0; i < 20; i++) {
            await("welcome").until(() -> {
                try (HostileGuest guest = new HostileGuest(home)) {
                    boolean welcome = guest.hello(1, 1).hear().equals("WELCOME"); // or the one before has not left yet
                    return welcome && guest.second().pipe().pipe() == guest;
                }
            });
        }
        awaitDescriptors(before);
    }

    @Test
    void aSecondSuccessorIsRefusedWhileTheFirstIsThere() throws Exception {
        try (HostileGuest first = new HostileGuest(home);
                HostileGuest other = new HostileGuest(home)) {
            assertEquals("WELCOME", first.hello(1, 1).hear());

            String answer = other.hello(1, 1).hear();

            assertTrue(answer.startsWith("REFUSED another upgrade is under way"), answer);
        }
    }

    @Test
    void truncatedAndRandomHellosDisturbNobody() throws Exception {
        long seed = 42;
        Random random = new Random(seed);
        byte[] hello = HostileGuest.helloBytes();
        int before = descriptors();
        for (int i = 0; i < FUZZED / 10; i++) {
            try (HostileGuest guest = new HostileGuest(home)) {
                for (int j = 0; j < 10; j++) {
                    guest.raw(mutated(random, hello));
                }
            }
        }
        awaitDescriptors(before);
    }

    private static byte[] mutated(Random random, byte[] hello) {
        byte[] bytes = Arrays.copyOf(hello, 1 + random.nextInt(hello.length));
        for (int flips = random.nextInt(4); flips > 0; flips--) {
            bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
        }
        return bytes;
    }
}
