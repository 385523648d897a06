package io.twinmesh.benchmarks.placement;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DistributionTest {

    @TempDir
    Path repository;

    @Test
    void missingDistributionNamesTheCommandThatBuildsIt() throws Exception {
        Distribution jars = Distribution.of(repository);
        Path demo = repository.resolve("adapters/cli/target/dist/demo");

        assertEquals(
                Optional.of("distribution: " + demo + " not found (expected: built by ./mesh --version)"),
                jars.missing());

        Files.createDirectories(demo);

        assertEquals(Optional.empty(), jars.missing());
    }

    @Test
    void plainClassPathHasNothingOfTheMesh() {
        Distribution jars = new Distribution(Path.of("demo"));
        List<String> plain = List.of(jars.plainClassPath().split(":"));

        assertEquals("demo/lib/*", plain.get(0));
        assertFalse(plain.stream().anyMatch(entry -> entry.contains("mesh-api") || entry.contains("agent")));
        assertEquals(jars.plainClassPath() + ":demo/agent/*", jars.classPath("agent"));
    }
}
