package io.twinmesh.backend.proxy.upgrade;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LedgerTest {

    @TempDir
    private Path directory;

    private Path file() {
        return directory.resolve("ledger");
    }

    @Test
    void eachRoundIsSettledOnceAndForBothSides() throws Exception {
        Ledger one = Ledger.create(file());
        Ledger other = Ledger.open(file(), one.token());

        assertTrue(other.take(Round.FORWARD));
        assertFalse(one.withdraw(Round.FORWARD));
        assertTrue(one.withdraw(Round.BACK));
        assertFalse(other.take(Round.BACK));

        assertTrue(one.isTaken(Round.FORWARD));
        assertTrue(other.isWithdrawn(Round.BACK));
    }

    @Test
    void ofTwoAtOnceOneWins() throws Exception {
        for (int i = 0; i < 500; i++) {
            Ledger one = Ledger.create(directory.resolve("ledger-" + i));
            Ledger other = Ledger.open(directory.resolve("ledger-" + i), one.token());
            CyclicBarrier start = new CyclicBarrier(2);
            AtomicInteger won = new AtomicInteger();
            Thread taker = new Thread(() -> {
                await(start);
                won.addAndGet(other.take(Round.FORWARD) ? 1 : 0);
            });
            taker.start();

            await(start);
            won.addAndGet(one.withdraw(Round.FORWARD) ? 1 : 0);
            taker.join();

            assertEquals(1, won.get(), "round " + i);
        }
    }

    private static void await(CyclicBarrier start) {
        try {
            start.await();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void anotherFileInItsPlaceIsRefused() throws Exception {
        long token = Ledger.create(file()).token();
        Files.delete(file());
        Ledger.create(file());

        IOException refused = assertThrows(IOException.class, () -> Ledger.open(file(), token));

        assertTrue(refused.getMessage().contains("another file"), refused.getMessage());
    }

    @Test
    void oneThatIsThereAlreadyIsLeftAsItIs() throws Exception {
        Files.write(file(), new byte[10]);

        assertThrows(IOException.class, () -> Ledger.create(file()));

        assertEquals(10, Files.size(file()));
    }

    @Test
    void aFileThatIsTooShortIsRefusedAndNotMadeLonger() throws Exception {
        Files.write(file(), new byte[10]);

        assertThrows(IOException.class, () -> Ledger.open(file(), 7));

        assertEquals(10, Files.size(file()));
    }
}
