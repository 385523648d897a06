package io.twinmesh.backend.proxy.link;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.ByteBuf;
import io.twinmesh.api.upgrade.UpgradeRefusedException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SharedBytesTest {

    private static final int SIZE = 100_000;

    @TempDir
    private Path directory;

    private Path file;

    @BeforeEach
    void name() {
        file = directory.resolve("shared");
    }

    @Test
    void whatOneWritesTheOtherReadsAlsoWhenTheFileIsGone() throws Exception {
        SharedBytes one = SharedBytes.create(file, SIZE);
        SharedBytes other = SharedBytes.open(file);
        Files.delete(file);

        int first = one.reserve(3);
        int second = one.reserve(5);
        one.part(second, 5).clear().writeCharSequence("world", StandardCharsets.US_ASCII);
        one.part(first, 3).clear().writeCharSequence("all", StandardCharsets.US_ASCII);

        assertEquals("all", other.part(first, 3).toString(StandardCharsets.US_ASCII));
        assertEquals("world", other.part(second, 5).toString(StandardCharsets.US_ASCII));
    }

    @Test
    void theWholeFileIsThereBeforeAnythingIsWritten() throws Exception {
        SharedBytes.create(file, SIZE);

        assertEquals(SIZE, Files.size(file));
        assertEquals(SIZE, Files.readAllBytes(file).length);
    }

    @Test
    void roomIsGivenOnceAndNoMoreThanThereIs() throws Exception {
        SharedBytes shared = SharedBytes.create(file, SIZE);

        assertEquals(0, shared.reserve(SIZE - 1));
        assertEquals(-1, shared.reserve(2));
        assertEquals(SIZE - 1, shared.reserve(1));
        assertEquals(-1, shared.reserve(1));
        assertEquals(-1, shared.reserve(Integer.MAX_VALUE));
    }

    @Test
    void aPartKeepsNothingAllocatedButItself() throws Exception {
        ByteBuf part = SharedBytes.create(file, SIZE).part(10, 20);

        assertEquals(20, part.readableBytes());
        assertEquals(20, Kept.cost(part));
        assertTrue(part.isDirect());
    }

    @Test
    void whatIsNotAllInItIsRefused() throws Exception {
        SharedBytes shared = SharedBytes.create(file, SIZE);

        for (long[] part : new long[][] {
            {0, SIZE + 1}, {SIZE, 1}, {-1, 1}, {0, -1}, {Long.MAX_VALUE, 1}, {1, Long.MAX_VALUE}, {Long.MIN_VALUE, 2}
        }) {
            UpgradeRefusedException refused =
                    assertThrows(UpgradeRefusedException.class, () -> shared.part(part[0], part[1]));
            assertTrue(refused.getMessage().contains("within the 100000 shared"), refused.getMessage());
        }
        assertEquals(0, shared.part(SIZE, 0).readableBytes());
    }

    @Test
    void aFileOfSomebodyElseIsLeftAlone() throws IOException {
        Files.writeString(file, "mine");

        assertThrows(FileAlreadyExistsException.class, () -> SharedBytes.create(file, SIZE));

        assertEquals("mine", Files.readString(file));
    }

    @Test
    void aFileThatIsNotThereIsSaid() {
        assertThrows(NoSuchFileException.class, () -> SharedBytes.open(file));
    }
}
