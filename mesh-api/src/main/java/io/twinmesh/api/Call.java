package io.twinmesh.api;

/**
 * One call on its way: what was decided about it, and the place to say how it ended.
 *
 * <p>Lifecycle: {@link Kernel#newCall} makes one, {@link Kernel#outbound} or {@link Kernel#inbound} fills it, {@link #end} is called
 * exactly once if it was let through (for a rejected call it does nothing). After that it may be filled again, so that a backend can keep
 * calls in a pool and the request path allocates nothing.
 *
 * <p>Threading: one thread at a time; it may end on another thread than it began on.
 */
@Stable(since = "0.1")
public interface Call {

    /** What was decided. */
    Decision decision();

    /** Id of the route that was taken, empty if none was. */
    String route();

    /**
     * Whether a rule looks at how this call ends or how long it is under way: then an outbound call has to be ended as
     * {@link Outcome#TIMEOUT} when its caller's own time for it is over, even if its answer is still waited for.
     */
    default boolean isTimed() {
        return false;
    }

    /** Says how the call ended; frees its permits, counts it and its latency. A second call does nothing. */
    void end(Outcome outcome);
}
