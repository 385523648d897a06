package io.twinmesh.backend.proxy;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A file system of its own with little room, which can be used up and made read-only. Needs root. */
final class TinyDisk implements AutoCloseable {

    private static final int PAGE = 4_096;

    private final Path root;
    private final List<Path> fillers = new ArrayList<>();

    /**
     * Mounts one.
     *
     * @param kilobytes room for content
     * @param files how many there can be
     */
    TinyDisk(Path root, int kilobytes, int files) throws IOException {
        this.root = root;
        Files.createDirectories(root);
        run("mount", "-t", "tmpfs", "-o", "mode=0700,size=" + kilobytes + "k,nr_inodes=" + files, "tmpfs", text());
    }

    private String text() {
        return root.toString();
    }

    private static void run(String... command) throws IOException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        int status = process.onExit().join().exitValue();
        if (status != 0) {
            throw new IOException(String.join(" ", command) + ": " + status + " " + said);
        }
    }

    /** Until there is no room for one byte more. */
    void fill() throws IOException {
        Path filler = filler();
        try (OutputStream out = Files.newOutputStream(filler)) {
            byte[] page = new byte[PAGE];
            while (true) {
                out.write(page);
            }
        } catch (IOException full) {
            fillers.add(filler);
        }
    }

    /** Until there can be no file more. */
    void fillWithFiles() {
        try {
            while (true) {
                fillers.add(Files.createFile(filler()));
            }
        } catch (IOException full) {
            // none of them takes room
        }
    }

    private Path filler() {
        return root.resolve("filler-" + fillers.size());
    }

    void free() throws IOException {
        for (Path filler : fillers) {
            Files.delete(filler);
        }
        fillers.clear();
    }

    void readOnly(boolean only) throws IOException {
        run("mount", "-o", only ? "remount,ro" : "remount,rw", text());
    }

    @Override
    public void close() throws IOException {
        run("umount", "-l", text());
    }
}
