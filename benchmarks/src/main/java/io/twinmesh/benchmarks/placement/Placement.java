package io.twinmesh.benchmarks.placement;

/** Where policy runs, and nothing else that differs between consumers. */
public enum Placement {
    /** Nowhere: Dubbo as it is. The baseline. */
    DIRECT("direct"),
    /** The same once more. What it differs from the first by is what this machine cannot tell apart. */
    DIRECT_AGAIN("direct again"),
    /** Nowhere, but the consumer asks a registry for its provider: what it pays for any registry, whose place the mesh takes. */
    REGISTRY("registry"),
    /** In the consumer, by Dubbo's extension points. */
    IN_PROCESS("in-process"),
    /** In a sidecar that the consumer hands its calls to, by the same extension points. */
    SIDECAR("sidecar");

    private final String title;

    Placement(String title) {
        this.title = title;
    }

    /** Name in tables, files and messages. */
    public String title() {
        return title;
    }

    /** Whether rules are asked for every call. */
    public boolean governed() {
        return this == IN_PROCESS || this == SIDECAR;
    }
}
