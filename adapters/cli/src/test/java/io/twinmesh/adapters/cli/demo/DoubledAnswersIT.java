package io.twinmesh.adapters.cli.demo;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Real Dubbo consumers of both versions, to which a relay sends every answer once or twice: the upgrade scenario would notice. */
@Timeout(120)
class DoubledAnswersIT {

    private static final int HEADER = 16;
    private static final int LENGTH = 12;
    private static final int EVENT = 0x20;

    @TempDir
    private Path work;

    /** Passes frames on; those that answer calls so many times. */
    private record Relay(ServerSocket server, int provider, int times) implements AutoCloseable {

        static Relay open(InetAddress address, int provider, int times) throws IOException {
            Relay relay = new Relay(new ServerSocket(0, 50, address), provider, times);
            start(relay::accept);
            return relay;
        }

        private interface Copying {
            void run() throws IOException;
        }

        private static void start(Copying copying) {
            Thread thread = new Thread(() -> {
                try {
                    copying.run();
                } catch (IOException e) {
                    // one side is gone
                }
            });
            thread.setDaemon(true);
            thread.start();
        }

        private void accept() throws IOException {
            while (true) {
                Socket client = server.accept();
                Socket upstream = new Socket(server.getInetAddress(), provider);
                start(() -> client.getInputStream().transferTo(upstream.getOutputStream()));
                start(() -> answers(new DataInputStream(upstream.getInputStream()), client.getOutputStream()));
            }
        }

        private void answers(DataInputStream from, OutputStream to) throws IOException {
            while (true) {
                byte[] header = from.readNBytes(HEADER);
                if (header.length < HEADER) {
                    return;
                }
                byte[] frame =
                        Arrays.copyOf(header, HEADER + ByteBuffer.wrap(header).getInt(LENGTH));
                from.readFully(frame, HEADER, frame.length - HEADER);
                for (int i = (header[2] & EVENT) != 0 ? times : 1; i <= times; i++) {
                    to.write(frame);
                }
            }
        }

        @Override
        public void close() throws IOException {
            server.close();
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
                Relay relay = Relay.open(InetAddress.getByName(loopback.literal()), port, times)) {
            Child provider = family.start("provider", cast.provider(port));
            provider.await("ready", 60);
            Child consumer = family.start(
                    "consumer",
                    cast.consumer(
                            dubbo == 3 ? home.plainClassPath() : home.legacyClassPath(),
                            relay.server().getLocalPort(),
                            "consumer"));
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
