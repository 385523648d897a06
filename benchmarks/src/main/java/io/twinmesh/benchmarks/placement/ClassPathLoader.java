package io.twinmesh.benchmarks.placement;

import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A class path, as a launcher reads it, inside a JVM that has another one. */
final class ClassPathLoader extends URLClassLoader {

    private static final String ALL_JARS = "/*";

    private ClassPathLoader(List<URL> urls) {
        super(urls.toArray(URL[]::new), getPlatformClassLoader());
    }

    static ClassPathLoader of(String classPath) throws IOException {
        List<URL> urls = new ArrayList<>();
        for (String entry : classPath.split(":", -1)) {
            if (entry.endsWith(ALL_JARS)) {
                addJars(Path.of(entry.substring(0, entry.length() - ALL_JARS.length())), urls);
            } else {
                urls.add(url(Path.of(entry)));
            }
        }
        return new ClassPathLoader(urls);
    }

    private static void addJars(Path folder, List<URL> urls) throws IOException {
        try (DirectoryStream<Path> jars = Files.newDirectoryStream(folder, "*.jar")) {
            for (Path jar : jars) {
                urls.add(url(jar));
            }
        }
    }

    private static URL url(Path entry) throws MalformedURLException {
        return entry.toUri().toURL();
    }
}
