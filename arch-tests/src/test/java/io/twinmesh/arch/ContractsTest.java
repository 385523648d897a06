package io.twinmesh.arch;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import io.twinmesh.api.MeshBackend;
import io.twinmesh.api.config.ConfigSource;
import io.twinmesh.api.stats.StatsSink;
import io.twinmesh.api.throttling.Throttler;
import io.twinmesh.api.upgrade.UpgradeParticipant;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** Whoever implements an SPI is held against its contract. Tests of other modules are no classes here, so their sources are looked at. */
@AnalyzeClasses(packages = "io.twinmesh", importOptions = ImportOption.DoNotIncludeTests.class)
final class ContractsTest {

    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

    private static final Map<Class<?>, String> CONTRACTS = Map.of(
            MeshBackend.class, "MeshBackendContract",
            ConfigSource.class, "ConfigSourceContract",
            Throttler.class, "ThrottlerContract",
            StatsSink.class, "StatsSinkContract",
            UpgradeParticipant.class, "UpgradeContract");

    private static final Set<String> EXCEPT = Set.of(
            // Passes on what the part of an engine says, if there is an engine: ThrottleStateTest. The engine's part is
            // held against the contract.
            "io.twinmesh.core.kernel.ThrottleState");

    @ArchTest
    static final ArchRule every_implementation_of_an_spi_has_a_contract_test = classes()
            .that(DescribedPredicate.describe("implement an SPI", ContractsTest::implementsOne))
            .and(DescribedPredicate.describe("are no exceptions", type -> !EXCEPT.contains(type.getName())))
            .should(haveATestThatExtendsTheContract())
            .because("what an SPI promises is promised by every implementation of it");

    private static boolean implementsOne(JavaClass type) {
        return !type.getModifiers().contains(JavaModifier.ABSTRACT)
                && CONTRACTS.keySet().stream().anyMatch(type::isAssignableTo);
    }

    private static ArchCondition<JavaClass> haveATestThatExtendsTheContract() {
        return new ArchCondition<>("have a test in their package that is named after them and extends the contract") {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                CONTRACTS.forEach((spi, contract) -> {
                    if (type.isAssignableTo(spi)) {
                        String message = type.getName() + ": no test named after it extends " + contract;
                        events.add(new SimpleConditionEvent(type, isHeldAgainst(type, contract), message));
                    }
                });
            }
        };
    }

    private static boolean isHeldAgainst(JavaClass type, String contract) {
        String test = "src/test/java/" + type.getName().replace('.', '/');
        return modules()
                .flatMap(module ->
                        Stream.of(module.resolve(test + "Test.java"), module.resolve(test + "ContractTest.java")))
                .filter(Files::exists)
                .anyMatch(file -> text(file).contains(" extends " + contract + " "));
    }

    private static Stream<Path> modules() {
        return Stream.concat(inside(ROOT), inside(ROOT.resolve("adapters")));
    }

    private static Stream<Path> inside(Path folder) {
        try (Stream<Path> inside = Files.list(folder)) {
            return inside.toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
