package io.twinmesh.testkit;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.ServiceLoader;

/** What every provider promises. */
final class Registered {

    private Registered() {}

    static void isFound(ServiceLoader<?> loader, Class<?> provider) {
        List<Class<?>> found =
                loader.stream().<Class<?>>map(ServiceLoader.Provider::type).toList();
        assertTrue(
                found.contains(provider),
                () -> provider.getName() + ": not found by ServiceLoader (expected: named in META-INF/services; found "
                        + found + ")");
    }

    static void isWords(String id) {
        assertTrue(
                id.matches("[a-z][a-z0-9]*(-[a-z0-9]+)*"),
                () -> "id '" + id + "': (expected: lower case words joined by dashes)");
    }
}
