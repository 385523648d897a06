package io.twinmesh.backend.proxy.dubbo;

/** The numbers of the fields in which a Dubbo lane goes to its successor. Part of the schema: none changes its meaning. */
final class CarryFields {

    static final int DOWNSTREAM = 1;
    static final int UPSTREAM = 2;
    static final int CALL = 3;

    /** Of a connection, either side. */
    static final int CONNECTION = 1;

    static final int SERIALIZATION = 2;
    static final int KEPT = 3;
    static final int ADDRESS = 4;
    static final int PORT = 5;
    static final int REPORTED = 6;
    static final int GENERATION = 7;
    static final int SKIPPING = 8;
    static final int DRAINING = 9;
    static final int SOURCE = 10;
    static final int PASSING = 11;
    static final int LEAVING = 12;

    /** Of a call: the numbers are those of the record among its kind, not of the connection. */
    static final int CALL_DOWNSTREAM = 1;

    static final int CALL_UPSTREAM = 2;
    static final int CLIENT_ID = 3;
    static final int UPSTREAM_ID = 4;
    static final int CALL_SERIALIZATION = 5;
    static final int ONE_WAY = 6;
    static final int MILLIS_LEFT = 8;
    static final int FRAME = 9;
    static final int STATE = 10;
    static final int PASSED = 11;
    static final int CALLER_MILLIS_LEFT = 12;

    /** Where a call goes that waits for a connection. */
    static final int CALL_ADDRESS = 13;

    static final int CALL_PORT = 14;

    private CarryFields() {}
}
