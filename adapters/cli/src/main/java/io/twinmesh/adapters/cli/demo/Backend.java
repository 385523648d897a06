package io.twinmesh.adapters.cli.demo;

/** The two places where the same rules run. */
enum Backend {
    SIDECAR("sidecar"),
    IN_PROCESS("in process");

    private final String title;

    Backend(String title) {
        this.title = title;
    }

    String title() {
        return title;
    }
}
