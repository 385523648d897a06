package io.twinmesh.arch;

import static com.tngtech.archunit.base.DescribedPredicate.alwaysTrue;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import io.twinmesh.api.MeshBackendProvider;

/** Who may know whom. The modules say it, too; these rules hold on the class path as well. */
@AnalyzeClasses(packages = "io.twinmesh", importOptions = ImportOption.DoNotIncludeTests.class)
final class ModuleBoundaryTest {

    @ArchTest
    static final ArchRule the_api_needs_only_the_jdk = classes()
            .that()
            .resideInAPackage("io.twinmesh.api..")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage("io.twinmesh.api..", "java..", "org.jspecify..")
            .because("an application that opens a mesh must not inherit anybody's libraries");

    @ArchTest
    static final ArchRule the_kernel_knows_no_backend_and_no_adapter = noClasses()
            .that()
            .resideInAPackage("io.twinmesh.core..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.twinmesh.backend..", "io.twinmesh.adapters..")
            .because("the same decisions are made wherever the kernel runs and whatever stands around it");

    @ArchTest
    static final ArchRule nobody_knows_a_backend = noClasses()
            .that()
            .resideOutsideOfPackage("io.twinmesh.backend..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.twinmesh.backend..")
            .because("which backend is used is decided by the jar on the path");

    @ArchTest
    static final ArchRule backends_do_not_know_each_other = slices().matching("io.twinmesh.backend.(*)..")
            .should()
            .notDependOnEachOther()
            .because("a backend must be removable by deleting one jar");

    @ArchTest
    static final ArchRule backends_know_neither_the_kernel_nor_an_adapter = noClasses()
            .that()
            .resideInAPackage("io.twinmesh.backend..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.twinmesh.core..", "io.twinmesh.adapters..")
            .because("a backend carries bytes; policy is reached through mesh-api alone");

    @ArchTest
    static final ArchRule adapters_do_not_know_each_other = slices().matching("io.twinmesh.adapters.(*)..")
            .should()
            .notDependOnEachOther()
            // The command analyzes rule directories, which is the istio adapter's trade.
            .ignoreDependency(
                    resideInAPackage("io.twinmesh.adapters.cli.."), resideInAPackage("io.twinmesh.adapters.istio"))
            // The command is how the rules of interception are installed.
            .ignoreDependency(
                    resideInAPackage("io.twinmesh.adapters.cli.intercept"),
                    resideInAnyPackage("io.twinmesh.adapters.intercept", "io.twinmesh.adapters.intercept.model"))
            .because("an adapter must be removable by deleting one jar");

    @ArchTest
    static final ArchRule adapters_do_not_know_the_kernel = noClasses()
            .that()
            .resideInAPackage("io.twinmesh.adapters..")
            // The command asks a kernel questions, by its one exported package.
            .and()
            .resideOutsideOfPackage("io.twinmesh.adapters.cli..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.twinmesh.core..")
            .because("an adapter is written against mesh-api, ours and other people's alike");

    @ArchTest
    static final ArchRule only_the_exported_package_of_the_kernel_is_used = noClasses()
            .that()
            .resideOutsideOfPackage("io.twinmesh.core..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.twinmesh.core.*..")
            .because("what the kernel does not export may change any day");

    @ArchTest
    static final ArchRule only_the_provider_of_a_backend_is_public = classes()
            .that()
            .resideInAnyPackage("io.twinmesh.backend.*")
            .and()
            .arePublic()
            .and()
            .areTopLevelClasses() // what is nested is no more public than what it stands in
            .and()
            .areNotAnnotatedWith("dagger.internal.DaggerGenerated")
            .should()
            .implement(MeshBackendProvider.class)
            .because("there is nothing else to call in a backend; its other packages are closed by its module");

    @ArchTest
    static final ArchRule dagger_stays_out_of_the_api = noClasses()
            .that()
            .resideInAnyPackage(
                    "io.twinmesh.api..", "io.twinmesh.core", "io.twinmesh.testkit..", "io.twinmesh.adapters.istio")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("dagger..", "jakarta.inject..", "javax.inject..")
            .because("how we wire objects is nobody else's business");

    @ArchTest
    static final ArchRule netty_stays_in_the_proxy = noClasses()
            .that(resideInAPackage("io.twinmesh..")
                    .and(not(resideInAnyPackage("io.twinmesh.backend.proxy..", "io.twinmesh.benchmarks.."))))
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.netty..")
            .because("who runs the mesh in process must not get a second network stack");

    /** mesh-api is left out: its sealed outcomes tie its packages together on purpose, and they are published as one. */
    @ArchTest
    static final ArchRule packages_are_free_of_cycles = slices().matching("io.twinmesh.(**)")
            .should()
            .beFreeOfCycles()
            .ignoreDependency(resideInAPackage("io.twinmesh.api.."), alwaysTrue())
            // The command lists its subcommands, and these have packages of their own.
            .ignoreDependency("io.twinmesh.adapters.cli.MeshCommand", "io.twinmesh.adapters.cli.demo.DemoCommand")
            .ignoreDependency(
                    "io.twinmesh.adapters.cli.MeshCommand", "io.twinmesh.adapters.cli.intercept.InterceptCommand")
            .because("a package that cannot be read without the next is no package");
}
