package io.twinmesh.benchmarks.rows;

import java.util.Optional;

/** The baseline: load generator and echo server with nothing between them. */
public final class DirectRow implements Row {

    /** Its name, by which the report finds the baseline. */
    public static final String NAME = "direct";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Optional<String> missing() {
        return Optional.empty();
    }

    @Override
    public RunningRow start(RowPlace place) {
        return new RunningRow(NAME, Site.HERE, place.upstreamPort(), Optional.empty());
    }
}
