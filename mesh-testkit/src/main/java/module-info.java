/**
 * The contracts every SPI implementation is held against, and fakes to build tests from. Needed by the tests of
 * backends and adapters, ours and other people's.
 */
module io.twinmesh.testkit {
    requires transitive io.twinmesh.api;
    requires static org.jspecify;
    requires transitive org.junit.jupiter.api;

    exports io.twinmesh.testkit;

    // The contracts look implementations up as the kernel does: that they can be found is part of what they promise.
    uses io.twinmesh.api.MeshBackendProvider;
    uses io.twinmesh.api.config.ConfigSourceProvider;
    uses io.twinmesh.api.stats.StatsSinkProvider;
    uses io.twinmesh.api.throttling.ThrottlerProvider;

    provides io.twinmesh.api.config.ConfigSourceProvider with
            io.twinmesh.testkit.FakeConfigSourceProvider;
    provides io.twinmesh.api.throttling.ThrottlerProvider with
            io.twinmesh.testkit.FakeThrottlerProvider;
}
