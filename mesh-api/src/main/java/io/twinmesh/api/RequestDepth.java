package io.twinmesh.api;

/** How much of a request has to be decoded to decide about it; each depth includes the ones before. */
@Stable(since = "0.1")
public enum RequestDepth {
    /** The frame's fixed header: nothing of the body. */
    HEADER,
    /** The strings that name service, version, method and parameter types. */
    NAMES,
    /** Argument values; in hessian2 bodies they stand before the attachments. */
    ARGUMENTS,
    /** The attachments, group and caller among them. */
    ATTACHMENTS;

    /** The deeper of the two. */
    public RequestDepth and(RequestDepth other) {
        return compareTo(other) >= 0 ? this : other;
    }
}
