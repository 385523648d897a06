package io.twinmesh.backend.proxy.upgrade;

/** Which way it goes: from the old process to the new one, back, or nowhere, to have done it once. */
enum Round {
    FORWARD(0),
    BACK(4),
    DRILL(8);

    private final int offset;

    Round(int offset) {
        this.offset = offset;
    }

    /** Whether it is between two processes, and calls wait for it. */
    boolean isReal() {
        return this != DRILL;
    }

    /** Place of its word in the ledger, in bytes. */
    int offset() {
        return offset;
    }
}
