package io.twinmesh.arch;

import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.name;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noMethods;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.domain.properties.HasName;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.util.concurrent.Future;
import java.util.stream.Stream;

/** What must not happen while a call waits. */
@AnalyzeClasses(packages = "io.twinmesh", importOptions = ImportOption.DoNotIncludeTests.class)
final class HotPathTest {

    private static final String[] REQUEST_PATH = {
        "io.twinmesh.core.match..",
        "io.twinmesh.core.route..",
        "io.twinmesh.core.cluster..",
        "io.twinmesh.core.stats..",
        "io.twinmesh.core.kernel..",
        "io.twinmesh.backend.."
    };

    /**
     * Run by the thread that opens or closes the sidecar, which waits for ports to be bound and loops to end, or that opens or closes a
     * bundle, which waits for rules.
     */
    private static final DescribedPredicate<HasName> OPENS_AND_CLOSES = Stream.of(
                    "io.twinmesh.backend.agent.bundle.BundleThread",
                    "io.twinmesh.backend.agent.bundle.Opening",
                    "io.twinmesh.backend.proxy.DrillPeers", // before anything is served
                    "io.twinmesh.backend.proxy.Listener",
                    "io.twinmesh.backend.proxy.SidecarArrival", // the thread that conducts an upgrade
                    "io.twinmesh.backend.proxy.SidecarStandstill",
                    "io.twinmesh.backend.proxy.Sockets",
                    "io.twinmesh.backend.proxy.Workers",
                    "io.twinmesh.backend.proxy.admin.AdminServer",
                    "io.twinmesh.backend.proxy.alive.AliveSocket",
                    "io.twinmesh.backend.proxy.upgrade.Door",
                    "io.twinmesh.backend.proxy.upgrade.Rehearsal",
                    "io.twinmesh.backend.proxy.upgrade.Sockets",
                    "io.twinmesh.backend.proxy.upgrade.Upgrades",
                    "io.twinmesh.backend.proxy.upgrade.Wire")
            .map(HasName.Predicates::name)
            .reduce((one, other) -> one.or(other))
            .orElseThrow();

    private static final DescribedPredicate<JavaCall<?>> WAITS = DescribedPredicate.or(
                    target(owner(assignableTo(Thread.class))).and(target(nameMatching("sleep|join|yield"))),
                    target(owner(assignableTo(Future.class))).and(target(nameMatching("get|join"))),
                    target(owner(assignableTo("io.netty.util.concurrent.Future")))
                            .and(target(nameMatching("await.*|sync.*"))),
                    target(owner(assignableTo(Object.class))).and(target(name("wait"))),
                    target(owner(assignableTo("java.util.concurrent.CountDownLatch")))
                            .and(target(name("await"))))
            .as("waiting");

    @ArchTest
    static final ArchRule nothing_on_the_request_path_waits = noClasses()
            .that()
            .resideInAnyPackage(REQUEST_PATH)
            .and(DescribedPredicate.not(OPENS_AND_CLOSES))
            .should()
            .callCodeUnitWhere(DescribedPredicate.describe("it waits", call -> WAITS.test(call)))
            .because("one call that waits on an event loop holds up all the others");

    @ArchTest
    static final ArchRule matching_and_routing_never_lock = noMethods()
            .that()
            .areDeclaredInClassesThat()
            .resideInAnyPackage("io.twinmesh.core.match..", "io.twinmesh.core.route..", "io.twinmesh.core.stats..")
            .should()
            .haveModifier(JavaModifier.SYNCHRONIZED)
            .because("every thread decides at the same time");

    @ArchTest
    static final ArchRule compiled_rules_do_not_change = fields().that()
            .areDeclaredInClassesThat()
            .resideInAnyPackage("io.twinmesh.core.match..", "io.twinmesh.core.route..")
            .should()
            .beFinal()
            .because("a snapshot is read by every thread without a lock");

    @ArchTest
    static final ArchRule deciding_does_not_log = noClasses()
            .that()
            .resideInAnyPackage(
                    "io.twinmesh.core.match..",
                    "io.twinmesh.core.route..",
                    "io.twinmesh.core.cluster..",
                    "io.twinmesh.core.stats..")
            .or()
            .haveNameMatching("io\\.twinmesh\\.core\\.kernel\\.(\\w*Stage|KernelCall|PolicyKernel|PlanCache|Snapshot)")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.slf4j..")
            .because("what happens with every call is a number, not a line");
}
