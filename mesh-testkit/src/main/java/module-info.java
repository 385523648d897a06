/**
 * The contracts every SPI implementation is held against, and fakes to build tests from. Needed by the tests of
 * backends and adapters, ours and other people's.
 */
module io.twinmesh.testkit {
    requires transitive io.twinmesh.api;
    requires static org.jspecify;
    requires transitive org.junit.jupiter.api;
}
