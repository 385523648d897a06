package io.twinmesh.adapters.cli.demo;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Real Dubbo consumers of both versions, to which a relay sends every answer once or twice: the upgrade scenario would notice. */
@Timeout(120)
class DoubledAnswersIT {

    @TempDir
    private Path work;

    /** Those that answer calls so many times. */
    private static void pass(byte[] frame, OutputStream to, int times) throws IOException {
        for (int i = Relay.isEvent(frame) ? times : 1; i <= times; i++) {
            to.write(frame);
        }
    }

    @ParameterizedTest
    @CsvSource({"3, 1", "3, 2", "2, 2"})
    void answersThatComeTwiceAreCounted(int dubbo, int times) throws Exception {
        DemoHome home = new DemoHome(Path.of("target/dist").toAbsolutePath());
        Loopback loopback = Loopback.find();
        int port = loopback.freePort();
        UpgradeCast cast = new UpgradeCast(home, UpgradeLoad.of(1, 40, true, false), work, loopback);
        try (Family family = new Family(work);
                Relay relay = Relay.open(
                        InetAddress.getByName(loopback.literal()), port, (frame, to) -> pass(frame, to, times))) {
            Child provider = family.start("provider", cast.provider(port));
            provider.await("ready", 60);
            Child consumer = family.start(
                    "consumer",
                    cast.consumer(
                            dubbo == 3 ? home.plainClassPath() : home.legacyClassPath(), relay.port(), "consumer"));
            consumer.await("ready", 60);
            consumer.tell("quit");
            long calls = 50 + LoadPhase.of(consumer.await("{", 60)).calls();
            long doubled = calls * (times - 1);
            await("answers doubled, " + doubled)
                    .atMost(Duration.ofSeconds(20))
                    .until(() -> DoubledAnswers.to(consumer, work) >= doubled - 1); // the last may be cut off
            if (times == 1) {
                assertEquals(0, DoubledAnswers.to(consumer, work));
            }
        }
    }
}
