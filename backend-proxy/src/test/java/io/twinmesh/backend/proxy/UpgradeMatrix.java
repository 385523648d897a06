package io.twinmesh.backend.proxy;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.twinmesh.backend.proxy.UpgradeCells.Cell;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every step of an upgrade, each with either process killed and stopped. Takes nine minutes and so runs with
 * {@code mvn -Pupgrade-matrix} only; {@code target/upgrade-matrix.txt} has a line for every cell. {@code -Dcells=BACK} runs those whose name
 * contains the word.
 */
class UpgradeMatrix {

    private final Path report = Path.of("target", "upgrade-matrix.txt");

    @TempDir
    private Path directory;

    @Test
    void everyStepWithEitherProcessKilledAndStopped() throws Exception {
        String wanted = System.getProperty("cells", "");
        List<Cell> cells = Cell.all().stream()
                .filter(cell -> cell.toString().contains(wanted))
                .toList();
        Files.createDirectories(report.getParent());
        Files.writeString(report, "");
        List<String> failed = new ArrayList<>();
        int world = 0;
        UpgradeCells playing = new UpgradeCells(directory.resolve("w" + world));
        for (Cell cell : cells) {
            try {
                note(cell + ": as it must be, lost " + playing.play(cell) + ", answered so far " + playing.answered());
            } catch (AssertionError | RuntimeException e) {
                failed.add(cell + ": " + e.getMessage());
                note("FAILED " + cell + ": " + e.getMessage());
                playing.close();
                playing = new UpgradeCells(directory.resolve("w" + ++world));
            }
        }
        playing.close();
        assertEquals(List.of(), failed, cells.size() + " cells");
    }

    private void note(String line) throws IOException {
        Files.writeString(report, line + "\n", StandardOpenOption.APPEND);
    }
}
