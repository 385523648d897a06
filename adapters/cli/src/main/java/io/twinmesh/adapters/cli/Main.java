package io.twinmesh.adapters.cli;

import io.twinmesh.api.Internal;

/** Entry point of the {@code mesh} command. Exit status: 0 done, 1 answered with no, 2 asked wrongly. */
@Internal(since = "0.1")
public final class Main {

    private Main() {}

    public static void main(String[] arguments) {
        System.exit(MeshCommand.line(arguments).execute(arguments));
    }
}
