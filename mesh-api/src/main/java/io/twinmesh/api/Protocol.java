package io.twinmesh.api;

/** The family of routes that a request is matched against. */
@Stable(since = "0.1")
public enum Protocol {
    /** A call of a method of a service: {@code rpc:} routes. */
    RPC,
    /** An HTTP request; the pseudo headers {@code :path}, {@code :method}, {@code :authority}, {@code :scheme}: {@code http:} routes. */
    HTTP,
    /** A connection of which nothing but its port is known: {@code tcp:} routes. */
    TCP
}
