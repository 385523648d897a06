package io.twinmesh.benchmarks;

import io.twinmesh.benchmarks.rows.Row;
import io.twinmesh.benchmarks.rows.RowPlace;
import io.twinmesh.benchmarks.rows.RunningRow;
import java.io.IOException;

/** A started row that can be started afresh, so that one failed run does not spoil the next. */
final class LiveRow {

    private final Row row;
    private final RowPlace place;
    private RunningRow running;

    LiveRow(Row row, RowPlace place) throws IOException, InterruptedException {
        this.row = row;
        this.place = place;
        this.running = row.start(place);
    }

    String name() {
        return row.name();
    }

    RunningRow running() {
        return running;
    }

    /** Ends its process, if it has one, and starts another. */
    void restart() throws IOException, InterruptedException {
        running.process().ifPresent(place.children()::end);
        running = row.start(place);
    }
}
