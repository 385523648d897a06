package io.twinmesh.adapters.cli.demo;

import io.twinmesh.adapters.cli.CommandFailure;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A process of the demo. What it prints on standard output is read line by line, what it logs goes to a file.
 *
 * <p>Lifecycle: started at once, {@link #close} ends it, first kindly. Threading: one thread.
 */
final class Child implements AutoCloseable {

    private static final String END = "\0end";

    private final String name;
    private final Path log;
    private final Process process;
    private final BufferedWriter input;
    private final LinkedBlockingQueue<String> lines = new LinkedBlockingQueue<>();

    private Child(String name, Path log, Process process) {
        this.name = name;
        this.log = log;
        this.process = process;
        this.input = process.outputWriter(StandardCharsets.UTF_8);
    }

    static Child start(String name, Path directory, List<String> command) {
        Path log = directory.resolve(name + ".log");
        try {
            Process process = new ProcessBuilder(command)
                    .directory(directory.toFile())
                    .redirectError(log.toFile())
                    .start();
            Child child = new Child(name, log, process);
            Thread reader = new Thread(child::read, "demo-" + name);
            reader.setDaemon(true);
            reader.start();
            return child;
        } catch (IOException e) {
            throw CommandFailure.failed("demo: " + name + ": cannot be started: " + e.getMessage());
        }
    }

    String name() {
        return name;
    }

    private void read() {
        try (BufferedReader output = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                lines.add(line);
            }
        } catch (IOException e) {
            // the process is gone: said below
        }
        lines.add(END);
    }

    /** Writes a line to its standard input. */
    void tell(String line) {
        try {
            input.write(line);
            input.newLine();
            input.flush();
        } catch (IOException e) {
            throw gone("does not listen");
        }
    }

    /** The next line it prints that begins so; others are passed over. */
    String await(String beginning, int seconds) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        while (true) {
            String line = next(end);
            if (line == null) {
                throw gone("no '" + beginning + "' within " + seconds + " s");
            }
            if (line.equals(END)) {
                throw gone("ended");
            }
            if (line.startsWith(beginning)) {
                return line;
            }
        }
    }

    /** Whether it prints a line that begins so within this time; lines before it are passed over. */
    boolean says(String beginning, Duration within) {
        long end = System.nanoTime() + within.toNanos();
        for (String line = next(end); line != null; line = next(end)) {
            if (line.equals(END)) {
                throw gone("ended");
            }
            if (line.startsWith(beginning)) {
                return true;
            }
        }
        return false;
    }

    private @Nullable String next(long end) {
        try {
            return lines.poll(end - System.nanoTime(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw CommandFailure.failed("demo: interrupted");
        }
    }

    private CommandFailure gone(String what) {
        return CommandFailure.failed("demo: " + name + ": " + what + " (its log: " + log + ")");
    }

    /** Tells it to end without waiting. */
    void end() {
        process.destroy();
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (process.waitFor(10, TimeUnit.SECONDS)) {
                return;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        process.destroyForcibly();
    }
}
