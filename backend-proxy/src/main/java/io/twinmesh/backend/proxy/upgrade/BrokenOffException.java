package io.twinmesh.backend.proxy.upgrade;

/** An upgrade does not go on: the other process is gone, silent, or said no. The message says which. */
final class BrokenOffException extends Exception {

    private static final long serialVersionUID = 1L;

    private final boolean gone;

    BrokenOffException(String message) {
        this(message, false);
    }

    private BrokenOffException(String message, boolean gone) {
        super(message);
        this.gone = gone;
    }

    BrokenOffException(String message, Throwable cause) {
        super(message, cause);
        this.gone = false;
    }

    /** The other process closed its end, or does not exist any more. */
    static BrokenOffException gone() {
        return new BrokenOffException("the other process is gone", true);
    }

    boolean isGone() {
        return gone;
    }
}
