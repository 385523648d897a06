package io.twinmesh.backend.proxy;

/** The numbers of the fields of an offer. Part of the schema: none changes its meaning. */
final class OfferFields {

    static final int STATE = 1;
    static final int STATE_ID = 1;
    static final int STATE_BYTES = 2;

    static final int LANE = 2;
    static final int LISTENER = 1;
    static final int WORKER = 2;
    static final int PROTOCOL = 3;
    static final int CONTENT = 4;

    /** The protocol of connections that have not said yet which one they speak. */
    static final String UNKNOWN = "";

    private OfferFields() {}
}
