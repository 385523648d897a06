package io.twinmesh.adapters.intercept.model;

import io.twinmesh.api.Preview;

/** The machine did not do what it was asked to; what had been done before was taken back, or the message says what was not. */
@Preview(since = "0.2")
public final class InterceptException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public InterceptException(String message) {
        super(message);
    }

    public InterceptException(String message, Throwable cause) {
        super(message, cause);
    }
}
