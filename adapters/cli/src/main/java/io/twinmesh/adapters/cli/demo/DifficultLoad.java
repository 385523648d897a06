package io.twinmesh.adapters.cli.demo;

import com.fasterxml.jackson.databind.JsonNode;
import io.twinmesh.adapters.cli.Json;
import java.net.InetSocketAddress;
import java.util.List;

/**
 * What is hard to carry over in an upgrade: half frames and clients that do not read, from this process, and slow calls, which the consumers make.
 * Lifecycle: goes on from the start, {@link #end} once the consumers were told to quit. Threading: one.
 */
final class DifficultLoad implements AutoCloseable {

    private static final int CONSUMER_SECONDS = 60;

    private final HalfFrames halves;
    private final Unread unread;

    DifficultLoad(InetSocketAddress through, UpgradeLoad load) {
        halves = new HalfFrames(through, UpgradeCast.TRADE, load.halfFrames());
        unread = new Unread(through, load.unread());
    }

    /**
     * What became of it.
     *
     * @param slow calls
     * @param halves calls whose requests were sent in two parts
     * @param unreadBytes that came back whole at the end
     * @param failures of calls, and connections that did not bring everything back
     */
    record Outcome(long slow, long halves, long unreadBytes, long failures) {

        /** Calls that a provider must have carried out, each once. */
        long calls() {
            return slow + halves;
        }

        String text(UpgradeLoad load) {
            return "among them " + slow + " calls of " + load.slowMillis() + " ms and " + halves
                    + " sent in two parts; beside them " + unreadBytes / 1024 + " KiB that " + load.unread()
                    + " clients did not read until the end: " + failures + " failed";
        }
    }

    /** Waits for the last answers, reads what nobody has read, and asks the consumers, whose last phase was taken. */
    Outcome end(List<Child> consumers) {
        halves.stop();
        long slow = 0;
        long failures = halves.failures() + unread.readAll();
        for (Child consumer : consumers) {
            JsonNode counts = Json.parse(consumer.await("{", CONSUMER_SECONDS));
            slow += counts.path("slow").asLong();
            failures += counts.path("failures").asLong();
        }
        return new Outcome(slow, halves.calls(), unread.bytes(), failures);
    }

    @Override
    public void close() {
        halves.close();
        unread.close();
    }
}
