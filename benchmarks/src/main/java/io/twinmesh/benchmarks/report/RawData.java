package io.twinmesh.benchmarks.report;

import io.twinmesh.benchmarks.process.FlatJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Keeps one JSON file per run, named {@code rROUND-SHAPE-ROW.json}. */
public final class RawData {

    private final Path folder;

    /** Files below this folder. */
    public RawData(Path folder) throws IOException {
        this.folder = Files.createDirectories(folder);
    }

    /** Writes one run. */
    public void write(Run run) throws IOException {
        String name = "r%02d-%s-%s.json"
                .formatted(run.round(), run.shape().name(), run.row().replace(' ', '-'));
        Files.writeString(folder.resolve(name), FlatJson.write(run.fields()) + "\n");
    }
}
