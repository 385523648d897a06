package io.twinmesh.api.stats;

import io.twinmesh.api.Stable;

/** What calls can be counted by. Each level is switched on or off for itself: option {@code stats.levels}, words joined by commas. */
@Stable(since = "0.1")
public enum StatsLevel {
    SERVICE("service"),
    METHOD("method"),
    ROUTE("route"),
    CLUSTER("cluster"),
    /** Off unless asked for: one set of numbers per address. */
    ENDPOINT("endpoint");

    private final String word;

    StatsLevel(String word) {
        this.word = word;
    }

    public String word() {
        return word;
    }
}
