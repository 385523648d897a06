package io.twinmesh.benchmarks.placement;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClassPathLoaderTest {

    @TempDir
    Path folder;

    @Test
    void aStarIsEveryJarOfItsFolderAndNothingOfTheProgramIsSeen() throws Exception {
        Path lib = Files.createDirectory(folder.resolve("lib"));
        Path jar = Files.createFile(lib.resolve("a.jar"));
        Files.createFile(lib.resolve("notes.txt"));
        Path own = folder.resolve("own.jar");

        try (ClassPathLoader loader = ClassPathLoader.of(lib + "/*:" + own)) {
            assertEquals(List.of(jar.toUri().toURL(), own.toUri().toURL()), List.<URL>of(loader.getURLs()));
            assertThrows(ClassNotFoundException.class, () -> loader.loadClass(ClassPathLoader.class.getName()));
        }
    }
}
