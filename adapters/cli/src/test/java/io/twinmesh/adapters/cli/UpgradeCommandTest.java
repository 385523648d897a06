package io.twinmesh.adapters.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The words that a new process is started with. */
class UpgradeCommandTest {

    @ParameterizedTest
    @ValueSource(strings = {"io.twinmesh.adapters.cli.Main", "io.twinmesh.adapters.cli/io.twinmesh.adapters.cli.Main"})
    void valuesMayBeCalledLikeTheCommand(String main) {
        List<String> command =
                List.of("java", "-cp", "sidecar", main, "sidecar", "--id", "sidecar", "--rules", "r", "--zone", "");
        assertEquals(List.of("--id", "sidecar", "--rules", "r", "--zone", ""), RunningSidecar.arguments(command));
    }

    @Test
    void aProcessThatIsNoSidecarIsNamed() {
        List<String> command = List.of("java", "-cp", "sidecar", "com.example.Shop", "sidecar");
        CommandFailure failure = assertThrows(CommandFailure.class, () -> RunningSidecar.arguments(command));
        assertTrue(failure.getMessage().contains("com.example.Shop"), failure::getMessage);
    }

    @Test
    void anotherProbationTakesThePlaceOfTheOldOne() {
        List<String> asked = List.of("--id", "a", "--probation", "7");
        assertEquals(asked, UpgradeCommand.arguments(List.of("--id", "a"), 7));
        assertEquals(asked, UpgradeCommand.arguments(List.of("--probation", "5", "--id", "a"), 7));
        assertEquals(asked, UpgradeCommand.arguments(List.of("--probation=5", "--id", "a"), 7));
        assertEquals(List.of("--probation=5"), UpgradeCommand.arguments(List.of("--probation=5"), null));
    }
}
