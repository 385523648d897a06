package io.twinmesh.backend.agent.bundle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.twinmesh.testkit.FakeKernel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class SideTest {

    private final Side side = Sides.of("v1", new FakeKernel());
    private final AtomicInteger drained = new AtomicInteger();

    @Test
    void aSideThatIsRetiredLetsNobodyInAndIsDrainedWhenTheLastHasLeft() {
        assertTrue(side.enter());
        assertTrue(side.enter());

        side.retire(drained::incrementAndGet);

        assertFalse(side.enter());
        assertEquals(2, side.inside());
        side.leave();
        assertEquals(0, drained.get());
        side.leave();
        assertEquals(1, drained.get());
        assertEquals(0, side.inside());
    }

    @Test
    void anEmptySideIsDrainedAtOnceAndOnlyOnce() {
        side.retire(drained::incrementAndGet);

        assertFalse(side.enter());
        assertFalse(side.enter());

        assertEquals(1, drained.get());
    }

    /** Property: whoever is let in leaves before the side is drained, whatever the threads do meanwhile. */
    @Test
    void nobodyIsInsideWhenItIsDrained() throws InterruptedException {
        for (int round = 0; round < 200; round++) {
            Side contended = Sides.of("v1", new FakeKernel());
            AtomicLong inside = new AtomicLong();
            AtomicLong left = new AtomicLong(-1);
            List<Thread> threads = new ArrayList<>();
            CountDownLatch begun = new CountDownLatch(3);
            for (int i = 0; i < 3; i++) {
                threads.add(new Thread(() -> goInAndOut(contended, inside, begun)));
            }
            threads.forEach(Thread::start);
            begun.await();

            contended.retire(() -> left.set(inside.get()));

            for (Thread thread : threads) {
                thread.join();
            }
            assertEquals(0, left.get(), "inside when drained, round " + round);
        }
    }

    private static void goInAndOut(Side side, AtomicLong inside, CountDownLatch begun) {
        boolean first = true;
        while (side.enter()) {
            inside.incrementAndGet();
            if (first) {
                begun.countDown();
                first = false;
            }
            inside.decrementAndGet();
            side.leave();
        }
    }
}
