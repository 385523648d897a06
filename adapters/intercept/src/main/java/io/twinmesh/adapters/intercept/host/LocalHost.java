package io.twinmesh.adapters.intercept.host;

import io.twinmesh.adapters.intercept.model.InterceptException;
import io.twinmesh.api.Internal;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** This machine, in the network namespace of this process. */
@Internal(since = "0.2")
public final class LocalHost implements Host {

    /** Where system programs are, besides the PATH, which leaves them out for many users. */
    private static final String SYSTEM = "/usr/sbin:/sbin:/usr/bin:/bin";

    private static final int LARGEST_FILE = 1 << 20;
    private static final long LONGEST_SECONDS = 20;

    private final String path;

    public LocalHost() {
        String own = System.getenv("PATH");
        path = own == null || own.isEmpty() ? SYSTEM : own + ":" + SYSTEM;
    }

    @Override
    public Output run(String input, List<String> command) {
        String program = program(command.get(0));
        if (program.isEmpty()) {
            throw new InterceptException(command.get(0) + ": not found (expected: in " + path + ")");
        }
        ProcessBuilder builder = new ProcessBuilder(new ArrayList<>(command));
        builder.command().set(0, program);
        builder.environment().put("LC_ALL", "C");
        builder.environment().put("PATH", path);
        try {
            return talk(builder.start(), input);
        } catch (IOException | UncheckedIOException e) {
            throw new InterceptException(String.join(" ", command) + ": " + e.getMessage(), e);
        }
    }

    /** Both outputs are read at the same time: a program that waits for one of them to be read would wait for ever. */
    private static Output talk(Process process, String input) throws IOException {
        process.onExit().orTimeout(LONGEST_SECONDS, TimeUnit.SECONDS).exceptionally(late -> process.destroyForcibly());
        CompletableFuture<String> errors =
                CompletableFuture.supplyAsync(() -> text(process.getErrorStream()), LocalHost::start);
        try (OutputStream stdin = process.getOutputStream()) {
            stdin.write(input.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            // it ended without reading all of it; its status says why
        }
        String out = text(process.getInputStream());
        String err = errors.join();
        return new Output(process.onExit().join().exitValue(), out, err);
    }

    private static void start(Runnable reader) {
        Thread thread = new Thread(reader, "twinmesh-command");
        thread.setDaemon(true);
        thread.start();
    }

    private static String text(InputStream stream) {
        try (stream) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A setting of the kernel answers the first read only, so that must be a large one. */
    @Override
    public String read(String file) {
        try (InputStream stream = Files.newInputStream(Path.of(file))) {
            return new String(stream.readNBytes(LARGEST_FILE), StandardCharsets.UTF_8).stripTrailing();
        } catch (IOException e) {
            return "";
        }
    }

    @Override
    public boolean has(String program) {
        return !program(program).isEmpty();
    }

    private String program(String name) {
        return Stream.of(path.split(":", -1))
                .map(folder -> Path.of(folder, name))
                .filter(Files::isExecutable)
                .map(Path::toString)
                .findFirst()
                .orElse("");
    }
}
