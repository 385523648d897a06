package io.twinmesh.adapters.cli;

import java.io.IOException;
import java.io.InputStream;
import java.util.Properties;
import picocli.CommandLine.IVersionProvider;

/** What {@code --version} prints: the version of this jar and the Java that runs it. */
final class VersionText implements IVersionProvider {

    @Override
    public String[] getVersion() throws IOException {
        return new String[] {"mesh " + version(), "java " + Runtime.version()};
    }

    private static String version() throws IOException {
        Properties properties = new Properties();
        try (InputStream file = VersionText.class.getResourceAsStream("version.properties")) {
            if (file != null) {
                properties.load(file);
            }
        }
        return properties.getProperty("version", "(unpackaged)");
    }
}
