package io.twinmesh.benchmarks.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** Every process this program has started. All are ended on {@link #close()} and by a shutdown hook, newest first. */
public final class Children implements AutoCloseable {

    private final Path logs;
    private final Deque<ChildProcess> started = new ArrayDeque<>();
    private boolean closed;

    /** Children whose output is kept in {@code logs}. */
    public Children(Path logs) throws IOException {
        this.logs = Files.createDirectories(logs);
        Runtime.getRuntime().addShutdownHook(new Thread(this::close, "end-children"));
    }

    /** Starts a process; its output goes to {@code NAME.out} and {@code NAME.err}. */
    public synchronized ChildProcess start(String name, List<String> command) throws IOException {
        if (closed) {
            throw new IOException(name + ": not started (the benchmark is ending)");
        }
        ChildProcess child = ChildProcess.start(name, command, logs);
        started.push(child);
        return child;
    }

    /**
     * Starts the main class of this class path in a JVM of its own.
     *
     * @param prefix words before the command line, such as those that lead into a network namespace
     */
    public ChildProcess startJava(String name, List<String> prefix, Class<?> main, List<String> arguments)
            throws IOException {
        List<String> command = new ArrayList<>(prefix);
        command.addAll(JavaCommand.of(main, arguments));
        return start(name, command);
    }

    /** Starts an application in a JVM of its own. */
    public ChildProcess start(String name, Application application) throws IOException {
        return start(name, JavaCommand.of(application));
    }

    /** Ends one child. */
    public void end(ChildProcess child) {
        child.end();
        synchronized (this) {
            started.remove(child);
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
        while (!started.isEmpty()) {
            started.pop().end();
        }
    }
}
