package io.twinmesh.adapters.cli.intercept;

import io.twinmesh.api.Direction;
import io.twinmesh.api.config.MeshConfigurationException;
import java.util.EnumSet;
import java.util.Set;

/** A part of {@code --fail}: {@code closed}, or {@code inbound=closed}. */
record FailWord(Set<Direction> directions, boolean closed) {

    static FailWord of(String word) {
        int equals = word.indexOf('=');
        String how = word.substring(equals + 1);
        if (!how.equals("open") && !how.equals("closed")) {
            throw refused(word);
        }
        return new FailWord(
                equals < 0 ? EnumSet.allOf(Direction.class) : EnumSet.of(direction(word, word.substring(0, equals))),
                how.equals("closed"));
    }

    private static Direction direction(String word, String name) {
        for (Direction direction : Direction.values()) {
            if (direction.word().equals(name)) {
                return direction;
            }
        }
        throw refused(word);
    }

    private static MeshConfigurationException refused(String word) {
        return new MeshConfigurationException(
                "--fail", word, "open, closed, or for each direction as outbound=open,inbound=closed");
    }

    void addTo(Set<Direction> all) {
        if (closed) {
            all.addAll(directions);
        } else {
            all.removeAll(directions);
        }
    }
}
