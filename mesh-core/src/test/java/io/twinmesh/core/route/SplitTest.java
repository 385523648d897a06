package io.twinmesh.core.route;

import static io.twinmesh.testkit.Policies.to;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.twinmesh.api.model.HashKey;
import io.twinmesh.api.model.Subject;
import io.twinmesh.core.match.Dice;
import io.twinmesh.core.match.Identity;
import io.twinmesh.testkit.Requests;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

final class SplitTest {

    private static final Identity SELF = new Identity("cart", Map.of());
    private static final HashKey BY_USER = new HashKey(Subject.ATTACHMENT, "user", -1);

    /** Goes through every face in turn. */
    private static Dice counting() {
        AtomicInteger next = new AtomicInteger();
        return bound -> Math.floorMod(next.getAndIncrement(), bound);
    }

    private static int[] shares(Split split, Dice dice, int draws, int destinations) {
        int[] shares = new int[destinations];
        for (int i = 0; i < draws; i++) {
            shares[split.draw(Requests.with("T", "buy", "user", "u" + i), SELF, dice)]++;
        }
        return shares;
    }

    @Test
    void sharesAreExactlyTheWeights() {
        Split split =
                new Split(List.of(to("c", "v1", 80), to("c", "v2", 15), to("c", "v3", 0), to("c", "v4", 5)), null);

        assertArrayEquals(new int[] {800, 150, 0, 50}, shares(split, counting(), 1_000, 4));
    }

    @Test
    void aFirstWeightOfZeroTakesNone() {
        Split split = new Split(List.of(to("c", "v1", 0), to("c", "v2", 1)), null);

        assertArrayEquals(new int[] {0, 10}, shares(split, counting(), 10, 2));
    }

    @Test
    void theSameKeyDrawsTheSameDestination() {
        Split split = new Split(List.of(to("c", "v1", 50), to("c", "v2", 50)), BY_USER);

        for (int user = 0; user < 100; user++) {
            int first = split.draw(Requests.with("T", "buy", "user", "u" + user), SELF, bound -> 0);
            int again = split.draw(Requests.with("T", "sell", "user", "u" + user), SELF, bound -> bound - 1);
            assertEquals(first, again, "user u" + user);
        }
    }

    @Test
    void stickyDrawsComeCloseToTheWeights() {
        Split split = new Split(List.of(to("c", "v1", 80), to("c", "v2", 20)), BY_USER);

        int[] shares = shares(split, bound -> 0, 20_000, 2);

        assertEquals(16_000, shares[0], 300, "of 20,000 by weight 80 of 100");
    }

    @Test
    void withoutTheKeyChanceDraws() {
        Split split = new Split(List.of(to("c", "v1", 1), to("c", "v2", 1)), BY_USER);

        assertEquals(0, split.draw(Requests.of("T", "buy"), SELF, bound -> 0));
        assertEquals(1, split.draw(Requests.of("T", "buy"), SELF, bound -> 1));
    }
}
