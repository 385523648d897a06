package io.twinmesh.api.upgrade;

import io.twinmesh.api.Preview;
import org.jspecify.annotations.Nullable;

/**
 * The bundles of a mesh at one moment.
 *
 * @param serving calls of the bundle that serves, since it does
 * @param candidate calls of the bundle on trial, or null if there is none
 * @param share percent of the calls that the candidate decides
 * @param draining bundles that decide nothing any more and wait for their last calls to end
 * @param last the last swap that ended, or null
 */
@Preview(since = "0.2")
public record BundleStatus(
        Calls serving,
        @Nullable Calls candidate,
        int share,
        int draining,
        @Nullable Swap last) {

    /**
     * What one bundle decided.
     *
     * @param bundle name of its directory
     * @param decided calls it decided about
     * @param rejected those of them that it rejected
     * @param ended calls it let through that have ended
     * @param failed those of them that failed by their endpoint
     * @param threw how often its code threw; another bundle decided these calls
     */
    @Preview(since = "0.2")
    public record Calls(String bundle, long decided, long rejected, long ended, long failed, long threw) {}

    /** How a swap ended. */
    @Preview(since = "0.2")
    public enum Result {
        /** The new bundle serves alone. */
        REPLACED,
        /** The new bundle never decided a call. */
        REFUSED,
        /** The new bundle decided calls, did worse, and the old one serves alone again. */
        RETURNED
    }

    /**
     * A swap that has ended.
     *
     * @param from name of the bundle that served
     * @param to name of the bundle that was to serve
     * @param reason why, in one line
     */
    @Preview(since = "0.2")
    public record Swap(Result result, String from, String to, String reason) {}
}
