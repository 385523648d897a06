package io.twinmesh.adapters.intercept.host;

import io.twinmesh.adapters.intercept.model.InterceptException;
import io.twinmesh.api.Internal;
import java.util.List;

/** The machine that rules are installed on. Used by one thread at a time. */
@Internal(since = "0.2")
public interface Host {

    /**
     * Runs a command with this on its standard input and waits for its end.
     *
     * @throws InterceptException if it cannot be started or does not end
     */
    Output run(String input, List<String> command);

    /** The content of a file of the kernel without white space at its end; empty if there is no such file. */
    String read(String path);

    /** Whether a program of this name is installed. */
    boolean has(String program);

    /**
     * Runs a command that has to succeed.
     *
     * @return what it printed
     * @throws InterceptException with its complaint, if it does not
     */
    default String must(String input, List<String> command) {
        Output output = run(input, command);
        if (!output.succeeded()) {
            throw new InterceptException(String.join(" ", command) + ": " + output.complaint());
        }
        return output.out();
    }
}
