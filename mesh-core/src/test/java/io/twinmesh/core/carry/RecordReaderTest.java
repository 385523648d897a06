package io.twinmesh.core.carry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.twinmesh.api.upgrade.UpgradeRefusedException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Records of one version are read by another. */
final class RecordReaderTest {

    private static final Now.Leaf LEAF = new Now.Leaf("x", 7, true);
    private static final Now.Tree TREE = new Now.Tree(
            "t",
            List.of(LEAF, new Now.Leaf("x", Integer.MIN_VALUE, false)),
            Map.of("b", "2", "a", "1"),
            Long.MIN_VALUE);

    /** The types as they are now. */
    static final class Now {
        record Tree(String name, List<Now.Leaf> leaves, Map<String, String> labels, long size) {}

        record Leaf(String text, int number, boolean flag) {}
    }

    /** The types as a later version may have them: more components, in another order. */
    static final class Later {
        record Tree(
                Branch branch,
                long size,
                String name,
                List<Later.Leaf> leaves,
                Duration added,
                Map<String, String> labels,
                @Nullable String none) {}

        record Leaf(boolean flag, List<Branch> branches, String text, int number) {}

        record Branch(String name, Thread.State state, List<String> words, Map<String, String> map) {}

        /** Lacks what is needed now. */
        record Lacking(String name) {}
    }

    private static Now.Tree read(byte[] bytes) {
        return RecordReader.read("tree", bytes, Now.Tree.class, List.of(Now.Tree.class, Now.Leaf.class));
    }

    @Test
    void whatWasWrittenIsRead() {
        assertEquals(TREE, read(RecordWriter.bytes(TREE)));
    }

    @Test
    void writingIsTheSameEachTime() {
        assertTrue(Arrays.equals(RecordWriter.bytes(TREE), RecordWriter.bytes(TREE)));
    }

    @Test
    void aTypeIsNamedOnceAndSoIsAText() {
        Now.Tree two = new Now.Tree("t", List.of(LEAF, LEAF), Map.of(), 0);
        Now.Tree three = new Now.Tree("t", List.of(LEAF, LEAF, LEAF), Map.of(), 0);

        int one = RecordWriter.bytes(three).length - RecordWriter.bytes(two).length;

        assertTrue(one < 10, () -> one + " bytes for one more leaf");
    }

    @Test
    void whatALaterVersionAddedIsSkipped() {
        Later.Branch branch = new Later.Branch("x", Thread.State.NEW, List.of("t", "u"), Map.of("k", "v"));
        Later.Tree later = new Later.Tree(
                branch,
                Long.MIN_VALUE,
                "t",
                List.of(
                        new Later.Leaf(true, List.of(branch), "x", 7),
                        new Later.Leaf(false, List.of(), "x", Integer.MIN_VALUE)),
                Duration.ofDays(1),
                Map.of("a", "1", "b", "2"),
                null);

        assertEquals(TREE, read(RecordWriter.bytes(later)));
    }

    @Test
    void whatIsMissingIsRefused() {
        UpgradeRefusedException refused = assertThrows(
                UpgradeRefusedException.class,
                () -> RecordReader.read(
                        "tree", RecordWriter.bytes(new Later.Lacking("t")), Now.Tree.class, List.of(Now.Tree.class)));

        assertEquals("tree: Lacking (expected: " + Now.Tree.class.getName() + ")", refused.getMessage());
    }

    @Test
    void everyCutIsRefused() {
        byte[] whole = RecordWriter.bytes(TREE);
        for (int length = 0; length < whole.length; length++) {
            byte[] cut = Arrays.copyOf(whole, length);
            assertThrows(UpgradeRefusedException.class, () -> read(cut));
        }
        assertThrows(UpgradeRefusedException.class, () -> read(Arrays.copyOf(whole, whole.length + 1)));
    }

    @Test
    void whateverBytesComeNothingElseIsThrown() {
        byte[] whole = RecordWriter.bytes(TREE);
        for (int seed = 0; seed < 20_000; seed++) {
            byte[] mutated = whole.clone();
            Random random = new Random(seed);
            mutated[random.nextInt(mutated.length)] = (byte) random.nextInt(256);
            mutated[random.nextInt(mutated.length)] = (byte) random.nextInt(256);
            try {
                assertNotNull(read(mutated));
            } catch (UpgradeRefusedException refused) {
                assertNotNull(refused.getMessage());
            } catch (RuntimeException | Error other) {
                throw new AssertionError("seed " + seed, other);
            }
        }
    }

    @Test
    void valuesInsideEachOtherHaveAnEnd() {
        byte[] lists = new byte[100_000];
        for (int i = 0; i < lists.length; i += 2) {
            lists[i] = 3;
            lists[i + 1] = 1;
        }

        assertThrows(UpgradeRefusedException.class, () -> read(lists));
        assertThrows(UpgradeRefusedException.class, () -> read(new byte[] {7, 0, 0, 1, 'X', 1, 1, 1, 'c', 3, 1, 3, 1}));
    }

    @Test
    void sizesThatAreClaimedTakeNoRoom() {
        byte[] list = {3, -1, -1, -1, -1, 7};
        byte[] text = {2, 0, -1, -1, -1, -1, 7};

        assertThrows(UpgradeRefusedException.class, () -> read(list));
        assertThrows(UpgradeRefusedException.class, () -> read(text));
    }
}
