package io.twinmesh.adapters.intercept.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.twinmesh.adapters.intercept.model.InterceptException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NamespaceLockTest {

    private final Map<String, String> properties = Map.of(
            "user.name", System.getProperty("user.name"), "java.io.tmpdir", System.getProperty("java.io.tmpdir"));

    @TempDir
    private Path folder;

    @BeforeEach
    void useAFolderOfOnesOwn() {
        System.setProperty("user.name", "cart");
        System.setProperty("java.io.tmpdir", folder.toString());
    }

    @AfterEach
    void beOneself() {
        properties.forEach(System::setProperty);
    }

    private static NamespaceLock attempt(String namespace, String name) throws IOException {
        return NamespaceLock.attempt(new In(namespace), name);
    }

    @Test
    void oneAtATimeHasIt() throws IOException {
        NamespaceLock first = attempt("net:[4026531840]\n", "rules");

        assertNull(attempt("net:[4026531840]\n", "rules"));
        first.close();
        assertNotNull(attempt("net:[4026531840]\n", "rules"));
    }

    @Test
    void otherNamesAndOtherNamespacesAreFreeAndLeaveNothing() throws IOException {
        assertNotNull(attempt("net:[1]", "rules"));
        assertNotNull(attempt("net:[2]", "rules"));
        assertNotNull(attempt("net:[1]", "guards"));

        try (var files = Files.list(folder.resolve("twinmesh-cart"))) {
            assertEquals(
                    List.of("guards.lock", "rules.lock"),
                    files.map(file -> file.getFileName().toString()).sorted().toList());
        }
    }

    @Test
    void withoutAPlaceForItThereIsNone() throws IOException {
        Files.writeString(folder.resolve("twinmesh-cart"), "no directory");

        assertThrows(IOException.class, () -> attempt("net:[1]", "rules"));
    }

    @Test
    void aMachineThatDoesNotSayWhereItIsHasNone() {
        InterceptException refusal = assertThrows(InterceptException.class, () -> attempt("nowhere", "rules"));

        assertEquals("/proc/self/ns/net: nowhere (expected: net:[NUMBER])", refusal.getMessage());
    }

    /** A machine that is in this namespace. */
    private record In(String namespace) implements Host {

        @Override
        public Output run(String input, List<String> command) {
            return new Output(0, namespace, "");
        }

        @Override
        public String read(String path) {
            return "";
        }

        @Override
        public boolean has(String program) {
            return true;
        }
    }
}
