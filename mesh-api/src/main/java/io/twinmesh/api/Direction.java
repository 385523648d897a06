package io.twinmesh.api;

/** Whether a call leaves the local application or comes to it. */
@Stable(since = "0.1")
public enum Direction {
    OUTBOUND("outbound"),
    INBOUND("inbound");

    private final String word;

    Direction(String word) {
        this.word = word;
    }

    /** The word for it in metrics, logs and rule reports. */
    public String word() {
        return word;
    }
}
