package io.twinmesh.adapters.cli.demo;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** A distribution of a build in {@code previous/} of the test resources: its own jars, with the launcher and the libraries of today. */
final class PreviousBuild {

    private static final Path FROZEN = Path.of("src/test/resources/previous").toAbsolutePath();

    private PreviousBuild() {}

    /** Lays it out in a directory that is not there yet. It has no demo, so that the launcher makes no class archive first. */
    static Path layOut(String name, Path today, Path directory) throws IOException {
        for (String folder : List.of("bin", "lib")) {
            Path to = Files.createDirectories(directory.resolve(folder));
            for (Path file : files(today.resolve(folder))) {
                Files.copy(file, to.resolve(file.getFileName()));
            }
        }
        for (Path jar : files(FROZEN.resolve(name))) {
            Path target = directory.resolve("lib").resolve(jar.getFileName());
            assertTrue(Files.deleteIfExists(target), target + " (expected: a jar of this name in this build, too)");
            Files.copy(jar, target);
        }
        return directory;
    }

    private static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.toList();
        }
    }
}
