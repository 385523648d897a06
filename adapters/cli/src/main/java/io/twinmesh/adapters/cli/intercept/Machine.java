package io.twinmesh.adapters.cli.intercept;

import io.twinmesh.adapters.cli.CommandFailure;
import io.twinmesh.adapters.intercept.Interception;
import io.twinmesh.adapters.intercept.model.InterceptException;
import java.util.function.Function;

/** This machine, if the adapter's jar is there to reach it. */
final class Machine {

    private Machine() {}

    /** Asks something of this machine; what it refuses ends the command. */
    static <T> T ask(Function<Interception, T> question) {
        try {
            return question.apply(Interception.here());
        } catch (InterceptException e) {
            throw CommandFailure.failed(String.valueOf(e.getMessage()));
        } catch (NoClassDefFoundError e) {
            throw CommandFailure.failed("adapter: not on the path (add io.twinmesh:adapter-intercept)");
        }
    }
}
