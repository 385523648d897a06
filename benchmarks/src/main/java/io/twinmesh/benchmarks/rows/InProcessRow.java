package io.twinmesh.benchmarks.rows;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The direct row with a {@link io.twinmesh.benchmarks.load.CallGate} asked for each call inside the load generator. */
public final class InProcessRow implements Row {

    private final String gate;

    /** A row for this gate class; empty leaves the row out. */
    public InProcessRow(String gate) {
        this.gate = gate;
    }

    @Override
    public String name() {
        return "in-process";
    }

    @Override
    public Optional<String> missing() {
        return gate.isEmpty() ? Optional.of("no --gate given") : Optional.empty();
    }

    @Override
    public RunningRow start(RowPlace place) throws IOException {
        Path rules = BenchRules.write(place.folder().resolve("in-process-rules"), place.upstreamPort());
        List<String> arguments = List.of("--gate", gate, "--rules", rules.toString());
        return new RunningRow(name(), Site.HERE, place.upstreamPort(), Optional.empty(), arguments);
    }
}
