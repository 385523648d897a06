package io.twinmesh.backend.proxy.link;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * A loop that stands still: its thread runs nothing but what is given to the pause, until that is over. Threads: {@link #run} the loop,
 * everything else any.
 */
final class Pause {

    private final BlockingQueue<Runnable> tasks = new LinkedBlockingQueue<>();
    private boolean over;

    /** Returns when the pause is over and everything given to it before has been done. */
    void run() {
        boolean interrupted = false;
        while (!over) {
            try {
                tasks.take().run();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Runs something on the loop's thread; it must not fail. */
    void give(Runnable task) {
        tasks.add(task);
    }

    void end() {
        tasks.add(() -> over = true);
    }
}
