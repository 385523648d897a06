package io.twinmesh.api.config;

import io.twinmesh.api.Stable;

/** A mesh cannot be opened as asked. The message is {@code subject: value (expected: rule)}; the parts can be asked for. */
@Stable(since = "0.1")
public final class MeshConfigurationException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String subject;
    private final String value;
    private final String expected;

    public MeshConfigurationException(String subject, String value, String expected) {
        super(subject + ": " + value + " (expected: " + expected + ")");
        this.subject = subject;
        this.value = value;
        this.expected = expected;
    }

    public String subject() {
        return subject;
    }

    public String value() {
        return value;
    }

    public String expected() {
        return expected;
    }
}
