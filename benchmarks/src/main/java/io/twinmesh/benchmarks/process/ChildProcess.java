package io.twinmesh.benchmarks.process;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/**
 * A process with its standard output as lines to wait for; output is also kept in files. Its standard input ends when this program does, however
 * that may be.
 */
public final class ChildProcess {

    private static final Duration POLITE = Duration.ofSeconds(5);
    private static final long POLL_MILLIS = 100;

    private final String name;
    private final Process process;
    private final Writer input;
    private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();

    private ChildProcess(String name, Process process) {
        this.name = name;
        this.process = process;
        this.input = process.outputWriter();
    }

    static ChildProcess start(String name, List<String> command, Path logs) throws IOException {
        Process process = new ProcessBuilder(command)
                .redirectError(logs.resolve(name + ".err").toFile())
                .start();
        ChildProcess child = new ChildProcess(name, process);
        Thread reader = new Thread(() -> child.copyLines(logs.resolve(name + ".out")), name + "-output");
        reader.setDaemon(true);
        reader.start();
        return child;
    }

    /** Name in messages and log files. */
    public String name() {
        return name;
    }

    /** Its process id; for a script that does not exec, the script's. */
    public long pid() {
        return process.pid();
    }

    /** Whether it still runs. */
    public boolean alive() {
        return process.isAlive();
    }

    /** Writes a line to its standard input. */
    public void tell(String line) throws IOException {
        try {
            input.write(line + "\n");
            input.flush();
        } catch (IOException gone) {
            throw new IOException(name + ": does not listen (see " + name + ".err)", gone);
        }
    }

    /** The next line of standard output that matches; empty if it ends or the time is over first. */
    public Optional<String> awaitLine(Predicate<String> wanted, Duration atMost) throws InterruptedException {
        long deadline = System.nanoTime() + atMost.toNanos();
        while (System.nanoTime() - deadline < 0) {
            boolean ended = !process.isAlive();
            String line = lines.poll(POLL_MILLIS, TimeUnit.MILLISECONDS);
            if (line != null && wanted.test(line)) {
                return Optional.of(line);
            }
            if (line == null && ended) {
                return Optional.empty();
            }
        }
        return Optional.empty();
    }

    /** Ends it and the processes it has started: politely, after 5 seconds by force. Waits until it is gone. */
    void end() {
        List<ProcessHandle> family = process.descendants().toList();
        process.destroy();
        family.forEach(ProcessHandle::destroy);
        try {
            if (!process.waitFor(POLITE.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly().waitFor(POLITE.toMillis(), TimeUnit.MILLISECONDS);
            }
        } catch (InterruptedException interrupted) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
        family.forEach(ProcessHandle::destroyForcibly);
    }

    private void copyLines(Path file) {
        try (BufferedReader in = process.inputReader();
                BufferedWriter out = Files.newBufferedWriter(file)) {
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                lines.add(line);
                out.write(line);
                out.newLine();
                out.flush();
            }
        } catch (IOException closed) {
            lines.add(name + ": output closed");
        }
    }
}
