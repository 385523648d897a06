package io.twinmesh.adapters.istio;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.twinmesh.api.config.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ProblemCodesTest {

    @TempDir
    Path directory;

    static Stream<Path> cases() {
        return Example.bad().stream();
    }

    static Stream<Path> examples() {
        return Example.good().stream();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void theOneProblemIsFoundAtItsPlace(Path file) throws IOException {
        Files.copy(Example.base(), directory.resolve("base.yaml"));
        Files.copy(file, directory.resolve("case.yaml"));

        List<Problem> problems = RuleDirectory.read(directory).problems();

        String found = problems.stream().map(Problem::line).collect(Collectors.joining("\n"));
        assertEquals(1, problems.size(), found);
        assertEquals(Example.header(file, "code"), problems.get(0).code(), found);
        assertEquals(Example.header(file, "at"), problems.get(0).path(), found);
        assertEquals("case.yaml", problems.get(0).file(), found);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("examples")
    void goodExamplesHaveNone(Path file) throws IOException {
        Files.copy(file, directory.resolve(file.getFileName().toString()));

        assertEquals(List.of(), RuleDirectory.read(directory).problems());
    }

    @Test
    void theBaseOfTheCasesHasNone() throws IOException {
        Files.copy(Example.base(), directory.resolve("base.yaml"));

        assertEquals(List.of(), RuleDirectory.read(directory).problems());
    }

    @Test
    void everyCodeHasACaseHereOrAmongTheTestsOfDirectories() {
        Set<String> shown = Example.bad().stream()
                .map(file -> Example.header(file, "code"))
                .collect(Collectors.toCollection(TreeSet::new));
        shown.addAll(RuleDirectoryTest.CODES);

        assertEquals(
                RuleDirectory.codes().stream()
                        .map(RuleDirectory.Code::code)
                        .collect(Collectors.toCollection(TreeSet::new)),
                shown);
    }

    @Test
    void codesAreUniqueAndHaveOneLineOfMeaning() {
        List<RuleDirectory.Code> codes = RuleDirectory.codes();

        assertEquals(
                codes.size(),
                codes.stream().map(RuleDirectory.Code::code).distinct().count());
        codes.forEach(code -> assertTrue(code.meaning().matches("[^\\n]{10,}"), code.code()));
    }
}
