package io.twinmesh.adapters.cli;

import io.twinmesh.api.Internal;
import io.twinmesh.api.upgrade.RunDirectory;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A sidecar that is known by its id, asked through its socket. */
@Internal(since = "0.2")
public final class RunningSidecar {

    private static final int LARGEST = 64 << 10;
    private static final int MOST_TRIES = 100;
    private static final long PAUSE_MILLIS = 20;

    private final String id;
    private final Path socket;

    /**
     * One with an id.
     *
     * @param runDirectory as it was told, or null for the usual one
     */
    public RunningSidecar(String id, @Nullable Path runDirectory) {
        this.id = id;
        this.socket = RunDirectory.of(runDirectory).resolve(id).resolve("ask.sock");
    }

    /**
     * What it says of itself: pid, build, state, generation, last.
     *
     * @throws CommandFailure if there is none with this id
     */
    public Map<String, String> situation() {
        Map<String, String> fields = new LinkedHashMap<>();
        for (String line : ask("describe").split("\n", -1)) {
            int equals = line.indexOf('=');
            if (equals > 0) {
                fields.put(line.substring(0, equals), line.substring(equals + 1));
            }
        }
        return fields;
    }

    /** Asks for the way back; empty if that is on its way, else why not. */
    String back() {
        String said = ask("return").strip();
        return said.equals("asked") ? "" : said;
    }

    /** Asks again where whoever took the question ended before it gave an answer: the door changes hands. */
    private String ask(String word) {
        for (int tries = 0; tries < MOST_TRIES; tries++) {
            String answer = askOnce(word);
            if (!answer.isEmpty()) {
                return answer;
            }
            pause();
        }
        throw CommandFailure.failed("sidecar '" + id + "': " + MOST_TRIES + " questions at " + socket
                + " without an answer (expected: one, also while it is replaced; ask again, and look at its log)");
    }

    private static void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw CommandFailure.failed("interrupted while asking a sidecar");
        }
    }

    /** What is told, or nothing if nobody told anything. */
    private String askOnce(String word) {
        try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            channel.connect(UnixDomainSocketAddress.of(socket));
            return told(channel, word);
        } catch (IOException | UnsupportedOperationException e) {
            throw CommandFailure.unknown(
                    "sidecar '" + id + "'",
                    "none at " + socket + ": " + e.getMessage(),
                    "a running 'mesh sidecar --id " + id + "' of this user; --run-dir if it has one");
        }
    }

    private static String told(SocketChannel channel, String word) {
        ByteBuffer answer = ByteBuffer.allocate(LARGEST);
        try {
            channel.write(ByteBuffer.wrap((word + "\n").getBytes(StandardCharsets.US_ASCII)));
            while (answer.hasRemaining() && channel.read(answer) >= 0) {
                // until it closes
            }
        } catch (IOException e) {
            return ""; // shown out in the middle
        }
        return new String(answer.array(), 0, answer.position(), StandardCharsets.UTF_8);
    }

    /** The words behind {@code sidecar} that a process was started with. */
    static List<String> arguments(String pid) {
        try {
            List<String> words =
                    List.of(Files.readString(Path.of("/proc", pid, "cmdline")).split("\0", -1));
            return arguments(words.subList(0, words.size() - 1));
        } catch (IOException e) {
            throw CommandFailure.failed("process " + pid + ": " + e.getMessage() + " (expected: one of this user)");
        }
    }

    /**
     * The words behind {@code sidecar}. Values may be called so, too, and so may directories of the Java options before it: it is the first one
     * behind the main class.
     */
    static List<String> arguments(List<String> command) {
        int main = 0;
        while (main < command.size() && !command.get(main).endsWith(Main.class.getName())) {
            main++;
        }
        List<String> words = command.subList(Math.min(main + 1, command.size()), command.size());
        if (!words.contains("sidecar")) {
            throw CommandFailure.failed("process: " + command + " (expected: one started as 'mesh sidecar')");
        }
        return words.subList(words.indexOf("sidecar") + 1, words.size());
    }
}
