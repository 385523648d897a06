package io.twinmesh.adapters.intercept.host;

import io.twinmesh.api.Internal;

/** How a command ended and what it printed. */
@Internal(since = "0.2")
public record Output(int status, String out, String err) {

    public boolean succeeded() {
        return status == 0;
    }

    /** What it said was wrong, in one line. */
    public String complaint() {
        String text = (err.isBlank() ? out : err).strip();
        return text.isEmpty()
                ? "exit status " + status
                : text.lines().findFirst().orElse("");
    }
}
