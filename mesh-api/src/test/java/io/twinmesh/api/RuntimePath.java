package io.twinmesh.api;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLConnection;
import java.net.URLStreamHandler;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;

/** A path on which these runtimes, and no others, are registered. */
class RuntimePath extends ClassLoader {

    private static final String REGISTRATION = "META-INF/services/" + MeshRuntime.class.getName();

    private final List<String> runtimes;

    RuntimePath(List<String> runtimes) {
        super(RuntimePath.class.getClassLoader());
        this.runtimes = runtimes;
    }

    @Override
    public Enumeration<URL> getResources(String name) throws IOException {
        if (!name.equals(REGISTRATION)) {
            return super.getResources(name);
        }
        return runtimes.isEmpty() ? Collections.emptyEnumeration() : Collections.enumeration(List.of(registration()));
    }

    private URL registration() throws MalformedURLException {
        byte[] lines = String.join("\n", runtimes).getBytes(StandardCharsets.UTF_8);
        return new URL(null, "memory:" + REGISTRATION, new URLStreamHandler() {
            @Override
            protected URLConnection openConnection(URL url) {
                return new URLConnection(url) {
                    @Override
                    public void connect() {}

                    @Override
                    public InputStream getInputStream() {
                        return new ByteArrayInputStream(lines);
                    }
                };
            }
        });
    }
}
