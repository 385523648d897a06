package io.twinmesh.backend.agent.bundle;

import io.twinmesh.api.Kernel;
import io.twinmesh.api.KernelHandle;
import io.twinmesh.api.stats.StatsSource;
import java.nio.file.Path;
import java.util.List;

/** Open bundles without jars, around kernels that a test has made. */
final class Sides {

    private Sides() {}

    static Side of(String name, Kernel kernel) {
        Bundle bundle = new Bundle(Path.of(name), List.of());
        return new Side(bundle, new BundleLoader(bundle), new Handle(kernel));
    }

    private record Handle(Kernel kernel) implements KernelHandle {

        @Override
        public void publish(StatsSource source) {}

        @Override
        public void withdraw() {}

        @Override
        public void close() {}
    }
}
