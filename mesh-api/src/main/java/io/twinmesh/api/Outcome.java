package io.twinmesh.api;

/** How a call that was let through ended. */
@Stable(since = "0.1")
public enum Outcome {
    /** The service answered with a value. */
    OK("ok"),
    /** The service answered with an exception of its own. */
    BUSINESS_ERROR("business_error"),
    /** The framework on the other side answered with an error status. */
    SERVER_ERROR("server_error"),
    /** No answer within the time there was. */
    TIMEOUT("timeout"),
    /** The endpoint could not be reached, or the connection was lost. */
    UNREACHABLE("unreachable"),
    /** The caller went away. */
    CANCELLED("cancelled");

    private final String word;

    Outcome(String word) {
        this.word = word;
    }

    /** The word for it in metrics. */
    public String word() {
        return word;
    }

    /** Whether it counts against the endpoint (a business error does not: the endpoint worked). */
    public boolean endpointFailed() {
        return this == SERVER_ERROR || this == TIMEOUT || this == UNREACHABLE;
    }
}
