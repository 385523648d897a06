package io.twinmesh.backend.proxy.upgrade;

/**
 * How an upgrade ended for the old process.
 *
 * @param end who serves
 * @param text what to say about it
 */
record Report(Predecessor.End end, String text) {

    static Report succeeded(Transfer transfer) {
        return new Report(
                Predecessor.End.SUCCEEDED,
                transfer.moved() + " connections moved, " + transfer.kept() + " lanes kept, pause "
                        + transfer.pauseMicros() + " us");
    }

    static Report stayed(String why) {
        return new Report(Predecessor.End.STAYED, why);
    }
}
