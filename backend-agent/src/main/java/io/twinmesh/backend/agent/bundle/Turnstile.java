package io.twinmesh.backend.agent.bundle;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * Lets calls be decided side by side, and can hold them for the moment in which what limits have counted moves from one bundle to another.
 * Only calls beside a candidate pass through it, and of them none that a limit may let wait in a queue.
 *
 * <p>Threading: any.
 */
final class Turnstile {

    /** Whatever a call waits for while it is decided, others are not held up for it any longer than this. */
    private static final long LONGEST_HOLD_MILLIS = 1_000;

    private final ReadWriteLock lock = new ReentrantReadWriteLock();

    void enter() {
        lock.readLock().lock();
    }

    void leave() {
        lock.readLock().unlock();
    }

    /** Does something while no call is being decided, or after a while all the same; answers whether none was. */
    boolean hold(Runnable task) {
        boolean isHeld = tryHold();
        try {
            task.run();
        } finally {
            if (isHeld) {
                lock.writeLock().unlock();
            }
        }
        return isHeld;
    }

    private boolean tryHold() {
        try {
            return lock.writeLock().tryLock(LONGEST_HOLD_MILLIS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
