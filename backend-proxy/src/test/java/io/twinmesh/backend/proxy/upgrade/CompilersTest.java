package io.twinmesh.backend.proxy.upgrade;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
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
    void aCompilerRunsUntilItHasNothingToDo() throws Exception {
        Thread compiler = new Thread(this::work, "C9 CompilerThread9");
        compiler.start();
        List<Path> ours = ours();
        while (ours.isEmpty()) {
            ours = ours();
        }
        long spent = Compilers.spent(ours);
        while (Compilers.spent(ours) == spent || !Compilers.runs(ours.get(0))) {
            Thread.onSpinWait();
        }
        works.set(false);
        while (Compilers.runs(ours.get(0))) {
            Thread.onSpinWait();
        }
        assertTrue(compiler.isAlive());
        ends.countDown();
        compiler.join();
        while (Files.exists(ours.get(0))) {
            Thread.onSpinWait(); // the kernel's thread ends a moment after Java's
        }
        assertEquals(0, Compilers.spent(ours), "of one that has ended");
        assertFalse(Compilers.runs(ours.get(0)));
    }

    private static List<Path> ours() throws IOException {
        List<Path> ours = new ArrayList<>();
        for (Path thread : Compilers.threads()) {
            if (Files.exists(thread) && Files.readString(thread.resolve("comm")).startsWith("C9 ")) {
                ours.add(thread);
            }
        }
        return ours;
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
