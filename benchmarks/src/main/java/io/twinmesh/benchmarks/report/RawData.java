package io.twinmesh.benchmarks.report;

import io.twinmesh.benchmarks.load.LoadShape;
import io.twinmesh.benchmarks.process.FlatJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Keeps what was measured, in files named by round, shape and row. */
public final class RawData {

    private final Path folder;

    /** Files below this folder. */
    public RawData(Path folder) throws IOException {
        this.folder = Files.createDirectories(folder);
    }

    /** Writes one run to a file {@code rROUND-SHAPE-ROW.json}. */
    public void write(Run run) throws IOException {
        Path file = folder.resolve(name(run.round(), run.shape(), run.row()) + ".json");
        Files.writeString(file, FlatJson.write(run.fields()) + "\n");
    }

    /** Writes one window as a line at the end of a file {@code rROUND-SHAPE-ROW.jsonl}; the first turn begins the file. */
    public void write(WindowRun run) throws IOException {
        Path file = folder.resolve(name(run.round(), run.shape(), run.row()) + ".jsonl");
        OpenOption how = run.turn() == 1 ? StandardOpenOption.TRUNCATE_EXISTING : StandardOpenOption.APPEND;
        Files.writeString(
                file, FlatJson.write(run.fields()) + "\n", StandardOpenOption.CREATE, StandardOpenOption.WRITE, how);
    }

    private static String name(int round, LoadShape shape, String row) {
        return "r%02d-%s-%s".formatted(round, shape.name(), row.replace(' ', '-'));
    }
}
