package io.twinmesh.adapters.cli.demo;

import io.twinmesh.adapters.cli.CommandFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.Stream;

/** The rule directory of one run: the demo's own rule files, with the addresses that this run has. */
final class LiveRules {

    private final Path source;
    private final Path directory;

    private LiveRules(Path source, Path directory) {
        this.source = source;
        this.directory = directory;
    }

    /**
     * Copies the rules.
     *
     * @param ports of v1 and v2, in place of 20881 and 20882
     */
    static LiveRules copy(Path source, Path directory, String address, List<Integer> ports) {
        try (Stream<Path> files = Files.list(source)) {
            Files.createDirectories(directory);
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                String text = Files.readString(file)
                        .replace("\"::1\"", '"' + address + '"')
                        .replace("20881", ports.get(0).toString())
                        .replace("20882", ports.get(1).toString());
                Files.writeString(directory.resolve(file.getFileName().toString()), text);
            }
            return new LiveRules(source, directory);
        } catch (IOException e) {
            throw CommandFailure.failed("demo: rules cannot be copied: " + e);
        }
    }

    Path directory() {
        return directory;
    }

    /** Puts a file of {@code changes} in place of the one of the same name, in one step, as an editor would. */
    void change(String file) {
        try {
            Path next = directory.resolveSibling(file + ".next");
            Files.copy(source.resolveSibling("changes").resolve(file), next, StandardCopyOption.REPLACE_EXISTING);
            Files.move(next, directory.resolve(file), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw CommandFailure.failed("demo: " + file + " cannot be changed: " + e);
        }
    }
}
