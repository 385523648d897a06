package io.twinmesh.testkit;

import io.twinmesh.api.config.ConfigListener;
import io.twinmesh.api.config.Problem;
import io.twinmesh.api.model.EndpointAssignment;
import io.twinmesh.api.model.PolicySet;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;

/** Keeps what a source delivers. Threading: any thread. */
final class Deliveries implements ConfigListener {

    private static final long PATIENCE_SECONDS = 20;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition arrived = lock.newCondition();
    private final List<Delivery> all = new ArrayList<>();
    private final AtomicInteger inside = new AtomicInteger();
    private final AtomicInteger overlaps = new AtomicInteger();

    record Delivery(PolicySet policy, List<Problem> problems) {}

    @Override
    public void policy(PolicySet policy, List<Problem> problems) {
        if (inside.incrementAndGet() > 1) {
            overlaps.incrementAndGet();
        }
        lock.lock();
        try {
            all.add(new Delivery(policy, List.copyOf(problems)));
            arrived.signalAll();
        } finally {
            lock.unlock();
            inside.decrementAndGet();
        }
    }

    @Override
    public void endpoints(EndpointAssignment assignment) {}

    int count() {
        lock.lock();
        try {
            return all.size();
        } finally {
            lock.unlock();
        }
    }

    Delivery last() {
        lock.lock();
        try {
            if (all.isEmpty()) {
                throw new AssertionError("policies delivered: none (expected: one)");
            }
            return all.get(all.size() - 1);
        } finally {
            lock.unlock();
        }
    }

    int overlaps() {
        return overlaps.get();
    }

    /** Waits for a delivery of a kind. */
    void await(Predicate<Delivery> wanted) throws InterruptedException {
        long left = TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        lock.lock();
        try {
            while (all.stream().noneMatch(wanted)) {
                if (left <= 0) {
                    throw new AssertionError("no such delivery within " + PATIENCE_SECONDS + " s; delivered: " + all);
                }
                left = arrived.awaitNanos(left);
            }
        } finally {
            lock.unlock();
        }
    }
}
