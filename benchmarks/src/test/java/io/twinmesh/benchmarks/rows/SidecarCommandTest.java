package io.twinmesh.benchmarks.rows;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class SidecarCommandTest {

    @Test
    void placesAreFilledIn() {
        SidecarCommand command = SidecarCommand.parse(" run  --rules {rules} 127.0.0.1:{outbound} {admin}/{upstream}");

        assertEquals(List.of("run", "--rules", "/r", "127.0.0.1:1", "2/3"), command.fill(Path.of("/r"), 1, 2, 3));
    }

    @Test
    void emptyCommandIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> SidecarCommand.parse("  "));
    }
}
