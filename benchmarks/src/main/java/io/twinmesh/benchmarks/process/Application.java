package io.twinmesh.benchmarks.process;

import java.util.List;

/**
 * A program with a class path of its own.
 *
 * @param options of its JVM, beside those that set its size
 * @param classPath its jars and folders, not those of this program
 * @param main its main class
 * @param arguments its arguments
 */
public record Application(List<String> options, String classPath, Class<?> main, List<String> arguments) {

    public Application {
        options = List.copyOf(options);
        arguments = List.copyOf(arguments);
    }
}
