package io.twinmesh.api;

/** Why a call was rejected: a closed list of words that can be metric labels. */
@Stable(since = "0.1")
public enum RejectReason {
    /** No rules are in force yet. */
    NOT_READY("not_ready"),
    /** No virtual host is for this service, or none of its routes matched. */
    NO_ROUTE("no_route"),
    /** The cluster or subset of the route has no endpoint that may be used. */
    NO_ENDPOINT("no_endpoint"),
    /** The caller is not allowed (Sentinel authority rule). */
    UNAUTHORIZED("unauthorized"),
    /** A flow rule's limit is reached. */
    THROTTLED("throttled"),
    /** A hot-parameter rule's limit is reached. */
    PARAM_THROTTLED("param_throttled"),
    /** A degrade rule's switch is open. */
    DEGRADED("degraded"),
    /** A system rule's limit is reached. */
    OVERLOADED("overloaded"),
    /** The cluster's limit of concurrent requests is reached. */
    CIRCUIT_OPEN("circuit_open"),
    /** The request could not be decoded as far as the rules need. */
    MALFORMED("malformed");

    private final String word;

    RejectReason(String word) {
        this.word = word;
    }

    /** The word for it in metrics and replies. */
    public String word() {
        return word;
    }
}
