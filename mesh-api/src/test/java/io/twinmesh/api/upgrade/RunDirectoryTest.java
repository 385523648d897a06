package io.twinmesh.api.upgrade;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RunDirectoryTest {

    private final String user = System.getProperty("user.name");

    @AfterEach
    void beOneself() {
        System.setProperty("user.name", user);
    }

    @Test
    void theOneThatWasAskedForIsTakenAndMadeAbsolute() {
        assertEquals(Path.of("run").toAbsolutePath(), RunDirectory.of(Path.of("run")));
    }

    @Test
    void everyUserHasOneOfItsOwn() {
        System.setProperty("user.name", "root");
        assertEquals(Path.of("/run/twinmesh"), RunDirectory.of(null));

        System.setProperty("user.name", "cart");
        assertEquals(Path.of(System.getProperty("java.io.tmpdir"), "twinmesh-cart"), RunDirectory.usual());
    }
}
