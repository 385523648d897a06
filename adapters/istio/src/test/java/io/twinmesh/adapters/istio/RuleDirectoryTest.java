package io.twinmesh.adapters.istio;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.twinmesh.api.config.Problem;
import io.twinmesh.api.model.RuleDocument;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RuleDirectoryTest {

    /** The codes that are shown here, not by a file of problems. */
    static final Set<String> CODES = Set.of("TM0112", "TM0113", "TM0114", "TM0117");

    @TempDir
    Path directory;

    @Test
    void missingDirectoryIsAProblem() {
        Reading reading = RuleDirectory.read(directory.resolve("gone"));

        assertEquals(List.of("TM0112"), codes(reading));
        assertTrue(reading.problems().get(0).value().endsWith("gone: not found"));
        assertFalse(reading.usable());
    }

    @Test
    void directoryWithoutRulesIsAProblem() throws IOException {
        write("README.md", "no rules");
        write(".hidden.yaml", "no: rules");
        write("a.yaml~", "no: rules");

        assertEquals(List.of("TM0113"), codes(RuleDirectory.read(directory)));
    }

    @Test
    void whatDoesNotSayWhatItIsIsNamed() throws IOException {
        Files.copy(Example.base(), directory.resolve("base.yaml"));
        write("flow.json", "[]");
        Files.createDirectory(directory.resolve("more"));

        Reading reading = RuleDirectory.read(directory);

        assertEquals(List.of("TM0114", "TM0114"), codes(reading));
        assertEquals(
                List.of("more", "flow.json"),
                reading.problems().stream().map(Problem::file).toList());
        assertTrue(reading.usable());
    }

    @Test
    void linkToNothingIsAProblem() throws IOException {
        Files.createSymbolicLink(directory.resolve("a.yaml"), directory.resolve("gone"));

        assertEquals(List.of("TM0112"), codes(RuleDirectory.read(directory)));
    }

    @Test
    void sentinelFilesArePassedOnUnread() throws IOException {
        write("trade-flow-rules.json", "[1]");
        write("trade-degrade-rules", "not even json");
        write("my-app-param-flow-rules.json", "[2]");
        write("my-app-param-rules.json", "[3]");
        write("a-system-rules.json", "");
        write("a-authority-rules.json", "[]");

        Reading reading = RuleDirectory.read(directory);

        assertEquals(List.of(), reading.problems());
        assertEquals(
                List.of(
                        new RuleDocument("sentinel-authority", "a", "a-authority-rules.json", "[]"),
                        new RuleDocument("sentinel-system", "a", "a-system-rules.json", ""),
                        new RuleDocument("sentinel-param", "my-app", "my-app-param-flow-rules.json", "[2]"),
                        new RuleDocument("sentinel-param", "my-app", "my-app-param-rules.json", "[3]"),
                        new RuleDocument("sentinel-degrade", "trade", "trade-degrade-rules", "not even json"),
                        new RuleDocument("sentinel-flow", "trade", "trade-flow-rules.json", "[1]")),
                reading.policy().throttleRules());
    }

    @Test
    void sentinelFilesForClustersAndGatewaysAreUnsupported() throws IOException {
        write("trade-cluster-map.json", "[]");
        write("trade-gw-flow-rules.json", "[]");

        assertEquals(List.of("TM0102", "TM0102"), codes(RuleDirectory.read(directory)));
    }

    @Test
    void manyProblemsAlikeAreCounted() throws IOException {
        String fields =
                IntStream.range(0, 150).mapToObj(i -> "  wrong" + i + ": 1\n").collect(Collectors.joining());
        write(
                "a.yaml",
                "apiVersion: networking.istio.io/v1\nkind: WorkloadEntry\nmetadata: {name: w}\nspec:\n"
                        + "  address: 10.0.0.1\n" + fields);

        List<Problem> problems = RuleDirectory.read(directory).problems();

        assertEquals(101, problems.size());
        assertEquals(
                "a.yaml: WorkloadEntry/w: 50 more of TM0101 (expected: the ones above to be solved first) [TM0117]",
                problems.get(100).line());
    }

    @Test
    void bytesThatAreNoTextAreAProblemOfTheirFileAlone() throws IOException {
        Files.copy(Example.base(), directory.resolve("base.yaml"));
        Files.write(directory.resolve("z.yaml"), new byte[] {'a', ':', ' ', (byte) 0xff});

        Reading reading = RuleDirectory.read(directory);

        assertEquals(List.of("TM0110"), codes(reading));
        assertEquals("z.yaml", reading.problems().get(0).file());
        assertEquals(3, reading.policy().clusters().size());
    }

    @Test
    void fileOverTheLimitIsNotRead() throws IOException {
        write("a.yaml", " ".repeat(RuleFiles.LARGEST_FILE + 1));

        assertEquals(List.of("TM0111"), codes(RuleDirectory.read(directory)));
    }

    @Test
    void versionNamesNamesAndContent() throws IOException {
        write("a.yaml", Example.text(Example.base()));
        String first = RuleDirectory.read(directory).policy().version();
        Files.move(directory.resolve("a.yaml"), directory.resolve("b.yaml"));
        String renamed = RuleDirectory.read(directory).policy().version();
        write("b.yaml", Example.text(Example.base()) + "# more\n");
        String changed = RuleDirectory.read(directory).policy().version();
        write("b.yaml", Example.text(Example.base()));
        Files.move(directory.resolve("b.yaml"), directory.resolve("a.yaml"));

        assertTrue(first.matches("[0-9a-f]{12}"), first);
        assertNotEquals(first, renamed);
        assertNotEquals(renamed, changed);
        assertEquals(first, RuleDirectory.read(directory).policy().version());
    }

    @Test
    void allProblemsOfAllFilesAreTold() throws IOException {
        write("a.yaml", "- 1\n---\na: 1\n---\n" + Example.text(Example.base()));
        write("b.yaml", "a: [");

        List<String> files = RuleDirectory.read(directory).problems().stream()
                .map(Problem::file)
                .distinct()
                .toList();

        assertEquals(List.of("a.yaml", "b.yaml"), files);
        assertEquals(3, RuleDirectory.read(directory).policy().clusters().size());
    }

    @Test
    void typingErrorsAreAnsweredWithWhatWasProbablyMeant() throws IOException {
        write(
                "a.yaml",
                "apiVersion: networking.istio.io/v1\nkind: WorkloadEntry\nmetadata: {name: w}\nspec: {adress: 10.0.0.1}\n");

        Problem problem = RuleDirectory.read(directory).problems().stream()
                .filter(p -> p.code().equals("TM0101"))
                .findFirst()
                .orElseThrow();

        assertTrue(problem.expected().endsWith("; did you mean 'address'?"), problem.line());
    }

    private void write(String name, String text) throws IOException {
        Files.writeString(directory.resolve(name), text);
    }

    private static List<String> codes(Reading reading) {
        return reading.problems().stream().map(Problem::code).toList();
    }
}
