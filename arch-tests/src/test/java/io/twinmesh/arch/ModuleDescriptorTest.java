package io.twinmesh.arch;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.InputStream;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleDescriptor.Exports;
import java.lang.module.ModuleDescriptor.Provides;
import java.lang.module.ModuleReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** What our modules say of themselves. */
final class ModuleDescriptorTest {

    private static final Map<String, Set<String>> EXPORTS = new TreeMap<>(Map.ofEntries(
            Map.entry(
                    "io.twinmesh.api",
                    Set.of(
                            "io.twinmesh.api",
                            "io.twinmesh.api.config",
                            "io.twinmesh.api.model",
                            "io.twinmesh.api.routing",
                            "io.twinmesh.api.stats",
                            "io.twinmesh.api.throttling",
                            "io.twinmesh.api.upgrade")),
            Map.entry("io.twinmesh.core", Set.of("io.twinmesh.core")),
            Map.entry("io.twinmesh.testkit", Set.of("io.twinmesh.testkit")),
            Map.entry("io.twinmesh.adapters.istio", Set.of("io.twinmesh.adapters.istio")),
            Map.entry("io.twinmesh.backend.agent", Set.of()),
            Map.entry("io.twinmesh.backend.proxy", Set.of()),
            Map.entry("io.twinmesh.adapters.sentinel", Set.of()),
            Map.entry("io.twinmesh.adapters.prometheus", Set.of()),
            Map.entry(
                    "io.twinmesh.adapters.intercept",
                    Set.of("io.twinmesh.adapters.intercept", "io.twinmesh.adapters.intercept.model")),
            Map.entry("io.twinmesh.adapters.cli", Set.of())));

    private final ModulePath path = new ModulePath();

    @Test
    void everyModuleExportsWhatItShouldAndNothingElse() {
        Map<String, Set<String>> exports = new TreeMap<>();
        path.ours().forEach(module -> exports.put(module.name(), exported(module)));

        assertEquals(EXPORTS, exports);
    }

    private static Set<String> exported(ModuleDescriptor module) {
        return module.exports().stream().map(Exports::source).collect(Collectors.toCollection(TreeSet::new));
    }

    @Test
    void aBackendOpensNothing() {
        List<String> open = path.ours().stream()
                .filter(module -> module.name().startsWith("io.twinmesh.backend."))
                .filter(module -> module.isOpen() || !module.opens().isEmpty())
                .map(ModuleDescriptor::name)
                .toList();

        assertEquals(List.of(), open);
    }

    @Test
    void onlyTheKernelUsesServices() {
        Map<String, Set<String>> uses = new TreeMap<>();
        path.ours().stream()
                .filter(module -> !module.uses().isEmpty() && !module.name().equals("io.twinmesh.core"))
                // Its contracts look implementations up as the kernel does.
                .filter(module -> !module.name().equals("io.twinmesh.testkit"))
                .forEach(module -> uses.put(module.name(), module.uses()));

        assertEquals(Map.of("io.twinmesh.api", Set.of("io.twinmesh.api.MeshRuntime")), uses);
    }

    @Test
    void servicesAreProvidedOnBothPaths() {
        assertAll(path.ours().stream().flatMap(this::providedOnBothPaths));
    }

    private Stream<Executable> providedOnBothPaths(ModuleDescriptor module) {
        Map<String, Set<String>> provided = new TreeMap<>();
        module.provides().forEach(p -> provided.put(p.service(), new TreeSet<>(p.providers())));
        Stream<String> services =
                Stream.concat(module.provides().stream().map(Provides::service), listed(module).stream());
        return services.distinct()
                .map(service -> () -> assertEquals(
                        provided.getOrDefault(service, Set.of()),
                        names(module, service),
                        module.name() + " META-INF/services/" + service));
    }

    private List<String> listed(ModuleDescriptor module) {
        try (ModuleReader reader = path.module(module.name()).open()) {
            return reader.list()
                    .filter(name -> name.startsWith("META-INF/services/") && !name.endsWith("/"))
                    .map(name -> name.substring("META-INF/services/".length()))
                    .toList();
        } catch (IOException e) {
            throw new AssertionError(module.name(), e);
        }
    }

    private Set<String> names(ModuleDescriptor module, String service) {
        try (ModuleReader reader = path.module(module.name()).open()) {
            Optional<InputStream> file = reader.open("META-INF/services/" + service);
            String text = file.isEmpty() ? "" : new String(file.get().readAllBytes(), StandardCharsets.UTF_8);
            return text.lines()
                    .map(String::trim)
                    .filter(line -> !line.isEmpty())
                    .collect(Collectors.toCollection(TreeSet::new));
        } catch (IOException e) {
            throw new AssertionError(module.name(), e);
        }
    }
}
