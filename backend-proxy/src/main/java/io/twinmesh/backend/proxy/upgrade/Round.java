package io.twinmesh.backend.proxy.upgrade;

/** Which way it goes: from the old process to the new one, or back. */
enum Round {
    FORWARD(0),
    BACK(4);

    private final int offset;

    Round(int offset) {
        this.offset = offset;
    }

    /** Place of its word in the ledger, in bytes. */
    int offset() {
        return offset;
    }
}
