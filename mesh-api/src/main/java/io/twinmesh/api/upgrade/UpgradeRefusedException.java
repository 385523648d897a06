package io.twinmesh.api.upgrade;

import io.twinmesh.api.Preview;

/** Something handed over cannot be taken; what was there stays. The message reads {@code subject: value (expected: rule)}. */
@Preview(since = "0.2")
public final class UpgradeRefusedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /**
     * A refusal.
     *
     * @param subject what was refused
     * @param value what it was
     * @param expected the rule that it breaks
     */
    public UpgradeRefusedException(String subject, String value, String expected) {
        super(subject + ": " + value + " (expected: " + expected + ")");
    }
}
