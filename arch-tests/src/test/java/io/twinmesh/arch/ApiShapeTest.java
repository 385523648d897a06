package io.twinmesh.arch;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noMethods;

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
import com.tngtech.archunit.library.GeneralCodingRules;
import io.twinmesh.api.Internal;
import io.twinmesh.api.Preview;
import io.twinmesh.api.Stable;
import java.util.Set;
import org.jspecify.annotations.NullMarked;

/** What types look like, and what they do not do. */
@AnalyzeClasses(packages = "io.twinmesh", importOptions = ImportOption.DoNotIncludeTests.class)
final class ApiShapeTest {

    private static final String[] EXPORTED = {
        "io.twinmesh.api..",
        "io.twinmesh.core",
        "io.twinmesh.testkit",
        "io.twinmesh.adapters.istio",
        "io.twinmesh.adapters.intercept",
        "io.twinmesh.adapters.intercept.model"
    };

    private static final DescribedPredicate<JavaClass> GENERATED =
            DescribedPredicate.describe("are generated", ApiShapeTest::isGenerated);

    private static boolean isGenerated(JavaClass type) {
        return type.isAnnotatedWith("dagger.internal.DaggerGenerated")
                || type.getEnclosingClass().map(ApiShapeTest::isGenerated).orElse(false);
    }

    @ArchTest
    static final ArchRule every_exported_type_says_how_stable_it_is = classes()
            .that()
            .resideInAnyPackage(EXPORTED)
            .and()
            .arePublic()
            .and()
            .areTopLevelClasses()
            .should()
            .beAnnotatedWith(Stable.class)
            .orShould()
            .beAnnotatedWith(Preview.class)
            .orShould()
            .beAnnotatedWith(Internal.class)
            .because("whoever compiles against us must know what may change");

    @ArchTest
    static final ArchRule every_package_is_null_marked =
            classes().should(bePartOfANullMarkedPackage()).because("null is a value only where a type says so");

    @ArchTest
    static final ArchRule an_spi_has_at_most_three_abstract_methods = classes()
            .that()
            .areInterfaces()
            .and(DescribedPredicate.describe("are SPIs", ApiShapeTest::isSpi))
            .should(haveAtMostThreeAbstractMethods())
            .because("an SPI that asks for little is implemented by others");

    @ArchTest
    static final ArchRule names_say_what_a_type_is = noClasses()
            .that(not(GENERATED))
            .should()
            .haveNameMatching(".*(Manager|Helper|Utils?|Impl|Base)")
            .orShould()
            .haveSimpleNameStartingWith("Default")
            .because("these words say nothing");

    @ArchTest
    static final ArchRule accessors_have_no_get = noMethods()
            .that()
            .areDeclaredInClassesThat()
            .resideInAnyPackage(EXPORTED)
            .and()
            .arePublic()
            .should()
            .haveNameMatching("get[A-Z].*")
            .because("values are asked for by their name");

    @ArchTest
    static final ArchRule no_standard_streams = noClasses()
            // The command and the programs beside the product talk to people through them.
            .that(not(
                    resideInAnyPackage("io.twinmesh.adapters.cli..", "io.twinmesh.demo..", "io.twinmesh.benchmarks..")))
            // Keeps the lines off the standard output that Sentinel prints there while it starts.
            .and()
            .doNotHaveFullyQualifiedName("io.twinmesh.adapters.sentinel.EngineStart$Once")
            .should(GeneralCodingRules.ACCESS_STANDARD_STREAMS)
            .because("what a library has to say goes through the application's logging");

    @ArchTest
    static final ArchRule no_generic_exceptions = noClasses()
            .that(not(GENERATED))
            .should(GeneralCodingRules.THROW_GENERIC_EXCEPTIONS)
            .because("nobody can tell one from another");

    private static boolean isSpi(JavaClass type) {
        return type.getPackageName().startsWith("io.twinmesh.api")
                && (type.getSimpleName().endsWith("Provider") || SPIS.contains(type.getSimpleName()));
    }

    private static final Set<String> SPIS = Set.of(
            "MeshBackend",
            "ConfigSource",
            "ConfigListener",
            "Throttler",
            "ThrottlePlan",
            "ThrottleGate",
            "Permit",
            "StatsSink",
            "StatsSource",
            "EndpointListener",
            "Subscription",
            "UpgradeParticipant");

    private static ArchCondition<JavaClass> haveAtMostThreeAbstractMethods() {
        return new ArchCondition<>("have at most three abstract methods") {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                long count = type.getMethods().stream()
                        .filter(method -> method.getModifiers().contains(JavaModifier.ABSTRACT))
                        .count();
                events.add(new SimpleConditionEvent(type, count <= 3, type.getName() + ": " + count));
            }
        };
    }

    private static ArchCondition<JavaClass> bePartOfANullMarkedPackage() {
        return new ArchCondition<>("be part of a @NullMarked package") {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                boolean marked = type.getPackage().isAnnotatedWith(NullMarked.class);
                events.add(new SimpleConditionEvent(type, marked, type.getName() + ": package is not @NullMarked"));
            }
        };
    }
}
