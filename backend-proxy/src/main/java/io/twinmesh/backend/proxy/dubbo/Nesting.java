package io.twinmesh.backend.proxy.dubbo;

import java.util.Arrays;

/**
 * What is still open while a value is walked over: for each level the number of values to come, or a state of its own. Grows to
 * {@link ValueReader#MAX_DEPTH} levels and no further, in place of recursion. Threading: one thread.
 */
final class Nesting {

    /** An open map before a key. */
    static final int KEY = -1;

    /** An open map before a value. */
    static final int VALUE = -2;

    /** An open list. */
    static final int ITEMS = -3;

    private int[] levels = new int[32];
    private int depth;

    /** Starts over with one value to come. */
    void begin() {
        depth = 0;
        levels[0] = 1;
    }

    /** Opens a level; false if there are too many. */
    boolean push(int values) {
        if (depth + 1 == ValueReader.MAX_DEPTH) {
            return false;
        }
        if (++depth == levels.length) {
            levels = Arrays.copyOf(levels, depth * 2);
        }
        levels[depth] = values;
        return true;
    }

    /** Leaves the levels that are complete; false if nothing is left to come. */
    boolean expectsMore() {
        while (levels[depth] == 0) {
            if (depth == 0) {
                return false;
            }
            depth--;
        }
        return true;
    }

    /** Whether the level may end with a mark here. */
    boolean mayClose() {
        return levels[depth] == KEY || levels[depth] == ITEMS;
    }

    void close() {
        depth--;
    }

    /** Counts one value of the level. */
    void take() {
        int level = levels[depth];
        if (level > 0) {
            levels[depth] = level - 1;
        } else if (level != ITEMS) {
            levels[depth] = KEY + VALUE - level;
        }
    }
}
