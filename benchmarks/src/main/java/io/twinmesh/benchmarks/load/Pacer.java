package io.twinmesh.benchmarks.load;

/** Decides when calls are sent. All methods run on the load thread. */
interface Pacer {

    /** Sends the first calls. */
    void start();

    /** A read batch on this connection has ended {@code calls} calls. */
    void answered(LoadConnection connection, int calls);

    /** Sends nothing any more. */
    void stop();
}
