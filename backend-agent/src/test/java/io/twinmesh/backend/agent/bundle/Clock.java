package io.twinmesh.backend.agent.bundle;

import io.twinmesh.backend.agent.bundle.clock.ClockProvider;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.LongConsumer;

/** The clock of the engine in all bundles that a test opens, standing still until the test moves it. */
final class Clock implements AutoCloseable {

    private final List<LongConsumer> clocks = new ArrayList<>();
    private long now = System.currentTimeMillis() / 60_000 * 60_000;

    Clock() {
        Consumer<LongConsumer> join = this::join;
        System.getProperties().put(ClockProvider.KEY, join);
    }

    private synchronized void join(LongConsumer clock) {
        clock.accept(now);
        clocks.add(clock);
    }

    synchronized void advance(long millis) {
        now += millis;
        clocks.forEach(clock -> clock.accept(now));
    }

    /** How many bundles live by it. */
    synchronized int bundles() {
        return clocks.size();
    }

    @Override
    public void close() {
        System.getProperties().remove(ClockProvider.KEY);
    }
}
