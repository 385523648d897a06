package io.twinmesh.arch.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.twinmesh.api.config.MeshConfig;
import io.twinmesh.api.routing.MeshStatus;
import io.twinmesh.core.OpenKernel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DocsTest {

    @Test
    void classesThatLifeOfARequestNamesExist() {
        assertClassesExist("docs/life-of-a-request.md");
        assertClassesExist("docs/life-of-a-config-change.md");
        assertClassesExist("docs/writing-a-backend.md");
        assertClassesExist("docs/writing-an-adapter.md");
        assertClassesExist("docs/bundles.md");
        assertClassesExist("docs/life-of-an-upgrade.md");
    }

    private static void assertClassesExist(String page) {
        Set<String> classes = new ClassFileImporter()
                        .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_PACKAGE_INFOS)
                        .importPackages("io.twinmesh")
                        .stream()
                        .map(JavaClass::getSimpleName)
                        .collect(Collectors.toSet());
        List<String> named = Pages.matches(Pages.text(page), "`([A-Z][a-z]\\w*)(?:\\.[a-z]\\w*(?:\\(\\))?)?`");

        assertTrue(named.size() > 5, () -> page + ": " + named + " (expected: names of classes)");
        assertEquals(
                List.of(),
                named.stream().filter(name -> !classes.contains(name)).toList(),
                page);
    }

    @Test
    void linksLeadSomewhere() {
        for (Path page : Pages.all()) {
            List<String> broken = Pages.matches(Pages.text(page), "\\]\\(([^)#]+)\\)").stream()
                    .filter(link -> !link.startsWith("http"))
                    .filter(link -> !Files.exists(page.resolveSibling(link)))
                    .toList();

            assertEquals(List.of(), broken, page.toString());
        }
    }

    @Test
    void everyProblemCodeIsMadeInOnePlaceAndExplainedInOneLine() {
        List<String> made = Pages.sources().stream()
                .filter(source -> !source.startsWith(Pages.ROOT.resolve("mesh-testkit"))) // its fakes
                .flatMap(source -> Pages.matches(Pages.text(source), "\"((?:IST|TM)\\d{4})\"").stream()
                        .distinct())
                .sorted()
                .toList();
        List<String> explained =
                Pages.matches(Pages.text("docs/configuration.md"), "\\n\\| ((?:IST|TM)\\d{4}[^|]*) \\|").stream()
                        .sorted()
                        .toList();

        assertTrue(made.containsAll(List.of("IST0101", "TM0101", "TM0301", "TM0901", "TM0911")), made::toString);
        assertEquals(made, explained);
    }

    /** As CONTRIBUTING demands. */
    @Test
    void versionsAreInTheParent() {
        List<Path> modules = Pages.poms().stream()
                .filter(pom -> !pom.getParent().equals(Pages.ROOT))
                .toList();

        assertTrue(modules.size() > 10, modules::toString);
        for (Path module : modules) {
            List<String> own = Pages.matches(Pages.text(module), "[<.]version>(\\d[^<]*)<").stream()
                    .filter(version -> !version.endsWith("-SNAPSHOT"))
                    .toList();

            assertEquals(List.of(), own, module.toString());
        }
    }

    @Test
    void everyOptionOfTheSidecarIsInConfiguration() {
        String page = Pages.text("docs/configuration.md");
        String folder = "backend-proxy/src/main/java/io/twinmesh/backend/proxy/";
        String source = Pages.text(folder + "link/Limits.java")
                + Pages.text(folder + "link/Interception.java")
                + Pages.text(folder + "upgrade/UpgradeConfig.java")
                + Pages.text(folder + "SidecarConfig.java");
        List<String> options = Pages.matches(source, "(?:number\\(|option\\(|address\\(config, )\"([a-z-]+)\"");

        assertTrue(options.size() > 10, options::toString);
        assertEquals(
                List.of(),
                options.stream()
                        .filter(option -> !page.contains("`" + option + "`"))
                        .toList());
    }

    @Test
    void theRulesOfConfigurationAreAccepted(@TempDir Path rules) throws IOException {
        Files.writeString(
                rules.resolve("trade.yaml"),
                Pages.blocks("docs/configuration.md", "yaml").get(0));

        try (OpenKernel open = OpenKernel.open(MeshConfig.of("cart", rules))) {
            MeshStatus status = open.kernel().status();
            assertTrue(status.ready(), () -> status.problems().toString());
            assertEquals(List.of(), status.problems());
        }
    }
}
