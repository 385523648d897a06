package io.twinmesh.adapters.sentinel;

import io.twinmesh.api.RejectReason;

/** The kinds of Sentinel rules that are understood. */
enum RuleKind {
    AUTHORITY("authority", RejectReason.UNAUTHORIZED),
    SYSTEM("system", RejectReason.OVERLOADED),
    PARAM("param", RejectReason.PARAM_THROTTLED),
    FLOW("flow", RejectReason.THROTTLED),
    DEGRADE("degrade", RejectReason.DEGRADED);

    private final String word;
    private final RejectReason reason;

    RuleKind(String word, RejectReason reason) {
        this.word = word;
        this.reason = reason;
    }

    /** The word for it in formats and rule ids. */
    String word() {
        return word;
    }

    /** Why a call it rejects is rejected. */
    RejectReason reason() {
        return reason;
    }

    /** The format of documents that hold it. */
    String format() {
        return SentinelThrottlerProvider.ID + "-" + word;
    }
}
