package io.twinmesh.arch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Every class with state that changes while calls are made says what becomes of it in an upgrade: the file {@code upgrade/state.txt} names
 * it, with the part that carries it or the reason why nothing does. All packages are looked at but those left out with a reason; what counts as
 * state, and what is not seen, says {@link ChangingState}.
 */
@AnalyzeClasses(packages = "io.twinmesh", importOptions = ImportOption.DoNotIncludeTests.class)
final class CarriedStateTest {

    private static final String LIST = "arch-tests/src/test/resources/upgrade/state.txt";

    /** Packages that are not looked at, each with the reason. */
    private static final Map<String, String> LEFT_OUT = Map.of(
            "io.twinmesh.adapters.cli.", "a command, which ends with its answer; what it starts is in other packages",
            "io.twinmesh.adapters.dubbo.", "in process there is no successor",
            "io.twinmesh.adapters.intercept.", "a guard, a process beside the sidecar that no upgrade touches",
            "io.twinmesh.adapters.istio.document.", "what a document says, read anew by every process",
            "io.twinmesh.adapters.istio.policy.", "what rules say, read anew by every process",
            "io.twinmesh.api.", "contracts and values, not what works by them",
            "io.twinmesh.core.carry.", "writes and reads states, for as long as that takes",
            "io.twinmesh.testkit.", "for tests only");

    /** Ids of the parts, as {@code UpgradeParticipant.id} gives them; {@code call} is a call in flight, {@code connection} what moves with one. */
    private static final Set<String> PARTS = Set.of(
            "policy",
            "throttle-sentinel",
            "clusters",
            "routes",
            "stats",
            "metrics-port",
            "proxy-counters",
            "call",
            "connection");

    private static boolean isIn(JavaClass type, String start) {
        return (type.getPackageName() + ".").startsWith(start);
    }

    private static boolean isLookedAt(JavaClass type) {
        return LEFT_OUT.keySet().stream().noneMatch(start -> isIn(type, start))
                && !type.isAnnotatedWith("dagger.internal.DaggerGenerated")
                && !type.getSimpleName().startsWith("Dagger");
    }

    private static String outermost(JavaClass type) {
        String name = type.getName();
        int nested = name.indexOf('$');
        return nested < 0 ? name : name.substring(0, nested);
    }

    @ArchTest
    static void every_class_with_state_says_what_an_upgrade_does_with_it(JavaClasses classes) throws IOException {
        Set<String> stateful = classes.stream()
                .filter(CarriedStateTest::isLookedAt)
                .filter(new ChangingState(classes)::isIn)
                .map(CarriedStateTest::outermost)
                .collect(Collectors.toCollection(TreeSet::new));
        Map<String, String> declared = declared();

        Set<String> silent = new TreeSet<>(stateful);
        silent.removeAll(declared.keySet());
        assertEquals(
                Set.of(),
                silent,
                "these have state that calls change and do not say what an upgrade does with it. Carry it through an UpgradeParticipant,"
                        + " hold that against UpgradeContract, and write 'CLASS = PART' into " + LIST
                        + "; or write 'CLASS = not carried: REASON' there and into docs/design-decisions.md if users can notice");
        Set<String> gone = new TreeSet<>(declared.keySet());
        gone.removeAll(stateful);
        assertEquals(Set.of(), gone, "these are in " + LIST + " and have no such state; remove them");
    }

    @ArchTest
    static void what_is_left_out_is_there(JavaClasses classes) {
        Set<String> gone = new TreeSet<>(LEFT_OUT.keySet());
        gone.removeIf(start -> classes.stream().anyMatch(type -> isIn(type, start)));
        assertEquals(Set.of(), gone, "packages that no class is in; remove them");
    }

    @ArchTest
    static void what_is_declared_is_a_part_or_a_reason(JavaClasses classes) throws IOException {
        List<String> wrong = declared().entrySet().stream()
                .filter(line -> !isPart(line.getValue()) && !isReason(line.getValue()))
                .map(Object::toString)
                .toList();

        assertEquals(List.of(), wrong, "expected: one of " + new TreeSet<>(PARTS) + ", or 'not carried: REASON'");
    }

    private static boolean isPart(String said) {
        return Stream.of(said.split(", ")).allMatch(PARTS::contains);
    }

    private static boolean isReason(String said) {
        return said.startsWith("not carried: ") && said.length() > "not carried: ".length() + 10;
    }

    private static Map<String, String> declared() throws IOException {
        try (InputStream list = CarriedStateTest.class.getResourceAsStream("/upgrade/state.txt")) {
            assertNotNull(list, LIST);
            Map<String, String> declared = new TreeMap<>();
            new String(list.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .map(line -> line.split(" = ", 2))
                    .forEach(line -> declared.put(line[0], line.length == 2 ? line[1].trim() : ""));
            return declared;
        }
    }
}
