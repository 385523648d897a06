package io.twinmesh.backend.proxy;

import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A {@link SteppingSidecar}, seen from the test. */
final class SteppingChild implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Process process;
    private final Writer to;
    private final List<String> said = new CopyOnWriteArrayList<>();

    SteppingChild(File log, String... arguments) throws IOException {
        this(List.of(), log, arguments);
    }

    /**
     * One with less than others.
     *
     * @param command what it is started by, its words before those of java
     */
    SteppingChild(List<String> command, File log, String... arguments) throws IOException {
        List<String> words = new ArrayList<>(command);
        words.addAll(List.of(
                System.getProperty("java.home") + "/bin/java",
                "-Xmx64m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xshare:auto",
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                SteppingSidecar.class.getName()));
        words.addAll(List.of(arguments));
        process = new ProcessBuilder(words)
                .redirectError(ProcessBuilder.Redirect.appendTo(log))
                .start();
        to = process.outputWriter(StandardCharsets.UTF_8);
        Thread ears = new Thread(this::listen, "ears-" + process.pid());
        ears.setDaemon(true);
        ears.start();
    }

    private void listen() {
        try (BufferedReader in =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            in.lines().forEach(said::add);
        } catch (IOException | UncheckedIOException e) {
            // it was killed
        }
    }

    long pid() {
        return process.pid();
    }

    boolean alive() {
        return process.isAlive();
    }

    boolean hasSaid(String line) {
        return said.contains(line);
    }

    /** What it has said last. */
    String last() {
        return said.isEmpty() ? "" : said.get(said.size() - 1);
    }

    /** Waits for its end. */
    void awaitEnd() {
        await().atMost(PATIENCE).pollInterval(Duration.ofMillis(10)).until(() -> !alive());
    }

    /** Waits for a line; false if the process ends without it. */
    boolean awaitLine(String line) {
        await().atMost(PATIENCE).pollInterval(Duration.ofMillis(10)).until(() -> hasSaid(line) || !alive());
        return hasSaid(line);
    }

    void arm(String step) throws IOException {
        tell("arm " + step);
    }

    void go() throws IOException {
        tell("go");
    }

    private void tell(String line) throws IOException {
        to.write(line + "\n");
        to.flush();
    }

    /** {@code KILL}, {@code STOP} or {@code CONT}. */
    void signal(String name) throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-" + name, Long.toString(pid())).start().waitFor();
    }

    @Override
    public String toString() {
        return pid() + " " + (alive() ? "alive" : "ended with " + process.exitValue()) + " " + said;
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
