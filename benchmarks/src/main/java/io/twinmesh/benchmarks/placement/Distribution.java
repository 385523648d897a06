package io.twinmesh.benchmarks.placement;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.HdrHistogram.Histogram;
import picocli.CommandLine;

/**
 * The jars a Dubbo application runs with, as the distribution has them for its demo.
 *
 * @param demo the folder {@code demo} of the distribution
 */
public record Distribution(Path demo) {

    /** That of the repository, as its launcher builds it. */
    public static Distribution of(Path repository) {
        return new Distribution(repository.resolve("adapters/cli/target/dist/demo"));
    }

    /** Why no application can run with it; empty if it can. */
    public Optional<String> missing() {
        return Files.isDirectory(demo)
                ? Optional.empty()
                : Optional.of("distribution: " + demo + " not found (expected: built by ./mesh --version)");
    }

    /** Dubbo, and the applications of this program: nothing of the mesh. */
    String plainClassPath() {
        String own = Stream.of(Distribution.class, Histogram.class, CommandLine.class)
                .map(Distribution::jar)
                .collect(Collectors.joining(":"));
        return demo.resolve("lib") + "/*:" + own;
    }

    /** The same with the mesh: {@code agent} is all of it, {@code proxy} its thin client. */
    String classPath(String backend) {
        return plainClassPath() + ":" + demo.resolve(backend) + "/*";
    }

    private static String jar(Class<?> type) {
        return Path.of(URI.create(
                        type.getProtectionDomain().getCodeSource().getLocation().toString()))
                .toString();
    }
}
