package io.twinmesh.arch;

import java.io.File;
import java.lang.module.FindException;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleDescriptor.Requires;
import java.lang.module.ModuleFinder;
import java.lang.module.ModuleReference;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The class path of this test, seen as modules. */
final class ModulePath {

    private final Map<String, ModuleReference> modules = new TreeMap<>();

    ModulePath() {
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
            found(Path.of(entry))
                    .forEach(module -> modules.putIfAbsent(module.descriptor().name(), module));
        }
    }

    private static Set<ModuleReference> found(Path entry) {
        try {
            return ModuleFinder.of(entry).findAll();
        } catch (FindException e) {
            return Set.of(); // a jar whose name makes no module name; none of ours
        }
    }

    ModuleReference module(String name) {
        ModuleReference found = modules.get(name);
        if (found == null) {
            throw new AssertionError(
                    "module " + name + ": not on the path (expected: one of " + modules.keySet() + ")");
        }
        return found;
    }

    /** Descriptors of our named modules. */
    List<ModuleDescriptor> ours() {
        return modules.values().stream()
                .map(ModuleReference::descriptor)
                .filter(module -> module.name().startsWith("io.twinmesh.") && !module.isAutomatic())
                .toList();
    }

    /** The path that these modules need at run time, and nothing else. */
    String of(String... roots) {
        Set<String> names = new LinkedHashSet<>();
        Deque<String> open = new ArrayDeque<>(List.of(roots));
        while (!open.isEmpty()) {
            String name = open.pop();
            if (modules.containsKey(name) && names.add(name)) {
                module(name).descriptor().requires().stream()
                        .filter(requires -> !requires.modifiers().contains(Requires.Modifier.STATIC))
                        .forEach(requires -> open.push(requires.name()));
            }
        }
        return names.stream()
                .map(name -> Path.of(module(name).location().orElseThrow()).toString())
                .collect(Collectors.joining(File.pathSeparator));
    }
}
