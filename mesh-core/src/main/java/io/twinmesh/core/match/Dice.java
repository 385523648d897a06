package io.twinmesh.core.match;

import io.twinmesh.api.Internal;
import java.util.concurrent.ThreadLocalRandom;

/** Chance, so that tests can take it away. Threading: any thread. */
@Internal(since = "0.1")
@FunctionalInterface
public interface Dice {

    /** Real chance. */
    Dice FAIR = bound -> ThreadLocalRandom.current().nextInt(bound);

    /** A number from 0 to {@code bound - 1}. */
    int below(int bound);
}
