package io.twinmesh.adapters.cli.demo;

import java.util.ArrayList;
import java.util.List;

/** How the demo starts an application: small, and quick to start rather than quick in the long run. */
final class JavaCommand {

    private static final List<String> OPTIONS = List.of(
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-Xmx192m",
            "-Xshare:auto",
            "--add-opens=java.base/java.lang=ALL-UNNAMED",
            "--add-opens=java.base/java.math=ALL-UNNAMED",
            "--add-opens=java.base/java.util=ALL-UNNAMED",
            "-Ddubbo.application.logger=slf4j",
            "-Ddubbo.service.shutdown.wait=1000",
            "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn",
            "-Dcsp.sentinel.log.dir=sentinel-logs",
            "-Duser.home=.");

    private JavaCommand() {}

    static List<String> of(List<String> options, String classPath, String main, String... words) {
        List<String> command = new ArrayList<>();
        command.add(System.getProperty("java.home") + "/bin/java");
        command.addAll(OPTIONS);
        command.addAll(options);
        command.addAll(List.of("-cp", classPath, main));
        command.addAll(List.of(words));
        return command;
    }
}
