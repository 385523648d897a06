package io.twinmesh.backend.agent.bundle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.twinmesh.api.config.MeshConfig;
import io.twinmesh.api.config.MeshConfigurationException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TermsTest {

    @TempDir
    private Path folder;

    private Terms terms(MeshConfig config, String... own) throws IOException {
        Files.write(folder.resolve(Bundle.OPTIONS), List.of(own));
        return Terms.of(config, new Bundle(folder, List.of()));
    }

    @Test
    void withoutOptionsTheTermsAreCareful() {
        assertEquals(
                new Terms(10, 60_000_000_000L, 20, 5, 1_000_000_000L, 10_000, 600_000_000_000L),
                Terms.of(MeshConfig.builder("cart").build()));
    }

    @Test
    void whatABundleSaysItselfComesFirst() throws IOException {
        MeshConfig config = MeshConfig.builder("cart")
                .option("bundle.canary", "50")
                .option("bundle.margin", "1")
                .build();

        Terms terms = terms(config, "canary=20", "drain-ms=5");

        assertEquals(20, terms.canary());
        assertEquals(1, terms.margin());
        assertEquals(5_000_000, terms.drainNanos());
    }

    @Test
    void aValueOutOfRangeIsRefused() {
        MeshConfig config = MeshConfig.builder("cart").build();

        MeshConfigurationException failure =
                assertThrows(MeshConfigurationException.class, () -> terms(config, "canary=101"));

        assertEquals("option 'bundle.canary': 101 (expected: a whole number from 0 to 100)", failure.getMessage());
    }

    @Test
    void aFileThatIsNoPropertiesFileIsRefused() {
        MeshConfig config = MeshConfig.builder("cart").build();

        assertThrows(MeshConfigurationException.class, () -> terms(config, "canary=\\uXYZ"));
    }
}
