package io.twinmesh.core.cluster;

import io.twinmesh.api.upgrade.StateReader;

/**
 * Whose turn it is in a fixed order.
 *
 * @param at the place in the order, from 0
 * @param of how many places it has; an order of another length is another order
 */
record Turn(int at, int of) {

    static Turn of(StateReader part) {
        int of = part.number(3, 1, Integer.MAX_VALUE);
        return new Turn(part.number(2, 0, of - 1), of);
    }
}
