package io.twinmesh.backend.proxy.upgrade;

/**
 * What a sidecar says about itself to a command line: lines of {@code name=value}, and an empty one.
 *
 * @param state {@code serving}, {@code upgrading} or {@code probation}
 * @param generation 1 for a sidecar that started on its own, one more with every upgrade
 * @param last what became of the last upgrade that it gave or took, in words; empty if there was none
 */
record Situation(String state, int generation, String last) {

    String text() {
        return "pid=" + ProcessHandle.current().pid()
                + "\nbuild=" + Build.name()
                + "\nstate=" + state
                + "\ngeneration=" + generation
                + "\nlast=" + last.replace('\n', ' ')
                + "\n\n";
    }
}
