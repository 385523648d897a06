package io.twinmesh.arch;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import java.util.Map;
import java.util.TreeMap;

/** The rules looked at the whole product: a rule that sees nothing is always kept. */
@AnalyzeClasses(packages = "io.twinmesh", importOptions = ImportOption.DoNotIncludeTests.class)
final class ImportTest {

    private static final Map<String, Integer> AT_LEAST = new TreeMap<>(Map.ofEntries(
            Map.entry("io.twinmesh.api", 60),
            Map.entry("io.twinmesh.core", 65),
            Map.entry("io.twinmesh.testkit", 12),
            Map.entry("io.twinmesh.backend.agent", 24),
            Map.entry("io.twinmesh.backend.proxy", 20),
            Map.entry("io.twinmesh.adapters.dubbo", 15),
            Map.entry("io.twinmesh.adapters.istio", 40),
            Map.entry("io.twinmesh.adapters.sentinel", 35),
            Map.entry("io.twinmesh.adapters.prometheus", 7),
            Map.entry("io.twinmesh.adapters.intercept", 25),
            Map.entry("io.twinmesh.adapters.cli", 20)));

    @ArchTest
    static void the_import_saw_the_whole_product(JavaClasses classes) {
        AT_LEAST.forEach((module, expected) -> {
            long seen = classes.stream()
                    .filter(type -> (type.getPackageName() + ".").startsWith(module + "."))
                    .count();
            assertTrue(seen >= expected, () -> module + ": " + seen + " classes (expected: at least " + expected + ")");
        });
    }

    @ArchTest
    static void the_import_saw_no_tests(JavaClasses classes) {
        assertTrue(classes.stream().noneMatch(type -> type.getPackageName().equals("io.twinmesh.arch")));
    }
}
