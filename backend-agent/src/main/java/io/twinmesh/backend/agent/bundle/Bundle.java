package io.twinmesh.backend.agent.bundle;

import io.twinmesh.api.config.MeshConfigurationException;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * A directory of jars. Its name is the version people know it by, so another version is another directory; symbolic links are followed
 * once, when it is looked at.
 *
 * @param directory without links
 * @param jars in the order of their names
 */
record Bundle(Path directory, List<Path> jars) {

    /** The options that a bundle brings along, beside its jars. */
    static final String OPTIONS = "bundle.properties";

    /**
     * The bundle a path leads to.
     *
     * @throws MeshConfigurationException if it is no directory, or has no jars
     */
    static Bundle at(Path path) {
        try {
            Path directory = path.toRealPath();
            List<Path> jars = jars(directory);
            if (jars.isEmpty()) {
                throw new MeshConfigurationException("bundle", path + " has no jars", "a directory of jars");
            }
            return new Bundle(directory, jars);
        } catch (IOException e) {
            throw new MeshConfigurationException("bundle", path + ": " + e, "a directory of jars that can be read");
        }
    }

    private static List<Path> jars(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file -> file.toString().endsWith(".jar"))
                    .sorted()
                    .toList();
        }
    }

    String name() {
        return String.valueOf(directory.getFileName());
    }

    URL[] urls() {
        return jars.stream().map(Bundle::url).toArray(URL[]::new);
    }

    private static URL url(Path jar) {
        try {
            return jar.toUri().toURL();
        } catch (MalformedURLException e) {
            throw new MeshConfigurationException("bundle", jar.toString(), "a jar that a URL can name");
        }
    }
}
