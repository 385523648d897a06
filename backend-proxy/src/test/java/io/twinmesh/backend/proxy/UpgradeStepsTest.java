package io.twinmesh.backend.proxy;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.twinmesh.backend.proxy.UpgradeCells.Cell;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A sample of {@link UpgradeMatrix}: what is hardest to get right. */
class UpgradeStepsTest {

    @TempDir
    private Path directory;

    @Test
    void aProcessKilledOrStoppedHalfWayLosesNothingOfTheOther() throws Exception {
        List<Cell> sample = List.of(
                new Cell("FORWARD:BUILT", false, true),
                new Cell("FORWARD:OFFER_SENT", false, false),
                new Cell("FORWARD:TAKEN", true, false),
                new Cell("BACK:OFFER_SENT", true, false),
                new Cell("FORWARD:TAKEN_SENT", true, true),
                new Cell("FORWARD:OFFER_HALF_SENT", true, true));
        try (UpgradeCells playing = new UpgradeCells(directory.resolve("run"))) {
            for (Cell cell : sample) {
                int lost = playing.play(cell);
                assertEquals(0, cell.mayLose() ? 0 : lost, cell.toString());
            }
        }
    }
}
