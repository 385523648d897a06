package io.twinmesh.benchmarks.rows;

import io.twinmesh.benchmarks.pods.Pod;
import java.util.Optional;

/** The baseline in a pod: load generator and echo server with nothing but the cable between them. */
public final class PodDirectRow implements Row {

    private final Pod pod;

    /** One in a pod of its own. */
    public PodDirectRow(Pod pod) {
        this.pod = pod;
    }

    @Override
    public String name() {
        return DirectRow.NAME;
    }

    @Override
    public Optional<String> missing() {
        return Optional.empty();
    }

    @Override
    public RunningRow start(RowPlace place) {
        return new RunningRow(name(), pod.callingServer(), place.upstreamPort(), Optional.empty());
    }
}
