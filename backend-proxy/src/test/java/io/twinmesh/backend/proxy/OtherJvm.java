package io.twinmesh.backend.proxy;

import java.io.EOFException;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.Serializable;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A JVM with the class path of the tests, in a network namespace or with fewer privileges. It does what it is told, one thing after the other.
 */
final class OtherJvm implements AutoCloseable {

    private final Process process;
    private final ObjectOutputStream to;
    private final ObjectInputStream from;

    /** What a task ended with instead of a value. */
    private record Failure(String trace) implements Serializable {}

    /**
     * Starts one.
     *
     * @param command what it is started by, its words before those of java
     */
    OtherJvm(String... command) throws IOException {
        List<String> words = new ArrayList<>(List.of(command));
        words.addAll(List.of(
                System.getProperty("java.home") + "/bin/java",
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                OtherJvm.class.getName()));
        process = new ProcessBuilder(words)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        to = new ObjectOutputStream(process.getOutputStream());
        to.flush();
        from = new ObjectInputStream(process.getInputStream());
    }

    /** Runs a task over there and returns what it returned. */
    @SuppressWarnings("unchecked") // a task's own result
    <T> T run(RemoteTask<T> task) {
        try {
            to.writeObject(task);
            to.reset();
            to.flush();
            Object result = from.readObject();
            if (result instanceof Failure failure) {
                throw new AssertionError(failure.trace());
            }
            return (T) result;
        } catch (IOException | ClassNotFoundException e) {
            throw new AssertionError("the other JVM is gone", e);
        }
    }

    @Override
    public void close() throws IOException {
        to.close();
        process.onExit()
                .completeOnTimeout(process, 20, TimeUnit.SECONDS)
                .thenAccept(Process::destroyForcibly)
                .join();
    }

    /** Over there. */
    public static void main(String[] arguments) throws IOException, ClassNotFoundException {
        PrintStream results = System.out;
        System.setOut(System.err);
        ObjectOutputStream to = new ObjectOutputStream(results);
        to.flush();
        ObjectInputStream from = new ObjectInputStream(System.in);
        try {
            while (true) {
                to.writeObject(resultOf((RemoteTask<?>) from.readObject()));
                to.reset();
                to.flush();
            }
        } catch (EOFException e) {
            System.exit(0);
        }
    }

    private static Object resultOf(RemoteTask<?> task) {
        try {
            return task.run();
        } catch (Exception | AssertionError e) {
            StringWriter trace = new StringWriter();
            e.printStackTrace(new PrintWriter(trace));
            return new Failure(trace.toString());
        }
    }
}
