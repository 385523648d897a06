package io.twinmesh.adapters.sentinel;

/** The stable codes of this adapter's problems. */
final class Codes {

    /** A document is no JSON array of rules. */
    static final String NOT_RULES = "TM0301";
    /** A field has a value of a wrong type. */
    static final String WRONG_TYPE = "TM0302";
    /** A field has a value that Sentinel takes for invalid, and drops the rule. */
    static final String INVALID = "TM0303";
    /** A rule asks for a cluster's token server. */
    static final String CLUSTER = "TM0304";
    /** A rule that Sentinel accepts, but that never decides anything. */
    static final String NO_EFFECT = "TM0305";
    /** A rule that another one hides. */
    static final String SHADOWED = "TM0306";
    /** System rules are in force elsewhere in this process. */
    static final String SYSTEM_TAKEN = "TM0307";
    /** A document of a format that is not known. */
    static final String UNKNOWN_FORMAT = "TM0308";

    private Codes() {}
}
