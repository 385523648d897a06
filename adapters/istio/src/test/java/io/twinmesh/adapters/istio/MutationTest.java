package io.twinmesh.adapters.istio;

import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.fail;

import io.twinmesh.adapters.istio.document.Documents;
import io.twinmesh.adapters.istio.document.Problems;
import io.twinmesh.adapters.istio.policy.PolicyReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Documents broken at random are answered with problems, never with an exception. */
class MutationTest {

    private static final int CASES = 4_000;
    private static final String[] PIECES = {
        "{",
        "}",
        "[",
        "]",
        ":",
        ",",
        "-",
        "\n",
        "---\n",
        "&a ",
        "*a",
        "null",
        "~",
        "true",
        "1",
        "-1",
        "1e9",
        "\"",
        "'",
        "|",
        ">",
        "!",
        "%",
        "@",
        "`",
        "\t",
        "  ",
        "#",
        "? ",
        "<<: ",
        "\u0000",
        "\uFEFF",
        "é",
        "\uD83D",
        "0x",
        "9999999999999999999",
        "*"
    };

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 20_261_123, -77})
    void brokenDocumentsNeverThrow(long seed) {
        Random random = new Random(seed);
        List<String> originals = new ArrayList<>();
        for (Path file : Example.good()) {
            originals.add(Example.text(file));
        }
        for (int i = 0; i < CASES; i++) {
            String text = mutated(originals.get(random.nextInt(originals.size())), random);
            try {
                Problems problems = new Problems();
                assertNotNull(PolicyReader.read("v", Documents.parse("a.yaml", text, problems), List.of(), problems));
            } catch (RuntimeException | StackOverflowError e) {
                fail("seed " + seed + ", case " + i + ":\n" + text, e);
            }
        }
    }

    private static String mutated(String original, Random random) {
        StringBuilder text = new StringBuilder(original);
        for (int changes = 1 + random.nextInt(4); changes > 0; changes--) {
            int from = random.nextInt(text.length());
            int to = Math.min(text.length(), from + random.nextInt(12));
            switch (random.nextInt(4)) {
                case 0 -> text.delete(from, to);
                case 1 -> text.insert(from, PIECES[random.nextInt(PIECES.length)]);
                case 2 -> text.replace(from, to, PIECES[random.nextInt(PIECES.length)]);
                default -> text.insert(random.nextInt(text.length()), text.substring(from, to));
            }
            text.append(' ');
        }
        return text.toString();
    }
}
