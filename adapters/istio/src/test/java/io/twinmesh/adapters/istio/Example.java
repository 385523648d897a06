package io.twinmesh.adapters.istio;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** The documents that tests read. */
final class Example {

    private Example() {}

    /** Directories that hold one good example each. */
    static List<Path> good() {
        return files("examples");
    }

    /** Documents with one problem each, which their first lines name. */
    static List<Path> bad() {
        return files("problems");
    }

    static Path base() {
        return resource("base.yaml");
    }

    /** What a comment at the top of a file says. */
    static String header(Path file, String name) {
        return text(file)
                .lines()
                .filter(line -> line.startsWith("# " + name + ":"))
                .map(line -> line.substring(name.length() + 3).strip())
                .findFirst()
                .orElseThrow();
    }

    static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<Path> files(String directory) {
        try (Stream<Path> files = Files.list(resource(directory))) {
            return files.sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path resource(String name) {
        try {
            return Path.of(Objects.requireNonNull(Example.class.getResource("/" + name), name)
                    .toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
