package io.twinmesh.benchmarks.process;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The command line of a JVM: small fixed heap, serial collector; with this program's class path, no Netty checks. */
final class JavaCommand {

    private static final List<String> SIZE = List.of("-Xms128m", "-Xmx128m", "-XX:+UseSerialGC", "-XX:-UsePerfData");

    private static final List<String> NO_CHECKS = List.of(
            "-Dio.netty.leakDetection.level=disabled",
            "-Dio.netty.buffer.checkBounds=false",
            "-Dio.netty.buffer.checkAccessible=false");

    private JavaCommand() {}

    static List<String> of(Class<?> main, List<String> arguments) {
        return of(new Application(NO_CHECKS, System.getProperty("java.class.path"), main, arguments));
    }

    static List<String> of(Application application) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(SIZE);
        command.addAll(application.options());
        command.addAll(
                List.of("-cp", application.classPath(), application.main().getName()));
        command.addAll(application.arguments());
        return command;
    }
}
