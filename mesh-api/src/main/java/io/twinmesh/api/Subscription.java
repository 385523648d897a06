package io.twinmesh.api;

/** Something that goes on until it is closed. */
@Stable(since = "0.1")
@FunctionalInterface
public interface Subscription extends AutoCloseable {

    /** Ends it; a second time does nothing. */
    @Override
    void close();
}
