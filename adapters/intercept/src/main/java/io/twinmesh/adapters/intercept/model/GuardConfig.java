package io.twinmesh.adapters.intercept.model;

import io.twinmesh.api.Direction;
import io.twinmesh.api.Preview;
import io.twinmesh.api.config.MeshConfigurationException;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Set;

/**
 * What a guard does.
 *
 * @param rules in force while a sidecar answers; open in every direction that is not closed
 * @param socket where it is asked
 * @param closed directions that stay intercepted while none answers; calls in them fail. The others open: calls in them go direct
 * @param openAfterMillis silence after which there is none, even if somebody holds the connection
 */
@Preview(since = "0.2")
public record GuardConfig(InterceptConfig rules, Path socket, Set<Direction> closed, int openAfterMillis) {

    public static final int USUAL_OPEN_AFTER_MILLIS = 1000;
    private static final int LEAST_MILLIS = 200;
    private static final int MOST_MILLIS = 60_000;

    public GuardConfig {
        Set<Direction> open = EnumSet.allOf(Direction.class);
        open.removeAll(closed);
        rules = rules.openIn(open);
        closed = Set.copyOf(closed);
        if (openAfterMillis < LEAST_MILLIS || openAfterMillis > MOST_MILLIS) {
            throw new MeshConfigurationException(
                    "open-after-ms", Integer.toString(openAfterMillis), LEAST_MILLIS + " to " + MOST_MILLIS);
        }
    }
}
