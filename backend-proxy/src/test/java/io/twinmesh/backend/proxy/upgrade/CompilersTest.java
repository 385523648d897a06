package io.twinmesh.backend.proxy.upgrade;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What Linux says of threads, seen by one that bears the name of a compiler. */
@Timeout(60)
class CompilersTest {

    private final AtomicBoolean works = new AtomicBoolean(true);
    private final CountDownLatch ends = new CountDownLatch(1);

    @Test
    void theCompilersOfThisProcessHaveHadProcessorTime() {
        List<Path> compilers = Compilers.threads();
        assertFalse(compilers.isEmpty());
        assertTrue(Compilers.spent(compilers) > 0, compilers::toString);
    }

    @Test
    void aCompilerRunsUntilItHasNothingToDo() throws InterruptedException {
        List<Path> before = Compilers.threads();
        Thread compiler = new Thread(this::work, "C9 CompilerThread9");
        compiler.start();
        List<Path> added = added(before);
        while (added.isEmpty()) {
            added = added(before);
        }
        long spent = Compilers.spent(added);
        while (Compilers.spent(added) == spent || !Compilers.runs(added.get(0))) {
            Thread.onSpinWait();
        }
        works.set(false);
        while (Compilers.runs(added.get(0))) {
            Thread.onSpinWait();
        }
        assertTrue(compiler.isAlive());
        ends.countDown();
        compiler.join();
        assertEquals(0, Compilers.spent(added), "of one that has ended");
        assertFalse(Compilers.runs(added.get(0)));
    }

    private static List<Path> added(List<Path> before) {
        List<Path> added = new ArrayList<>(Compilers.threads());
        added.removeAll(before);
        added.removeIf(thread -> !Compilers.runs(thread)); // a compiler that HotSpot has added meanwhile
        return added;
    }

    private void work() {
        while (works.get()) {
            Thread.onSpinWait();
        }
        try {
            ends.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
