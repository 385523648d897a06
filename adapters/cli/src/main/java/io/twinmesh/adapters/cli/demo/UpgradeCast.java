package io.twinmesh.adapters.cli.demo;

import io.twinmesh.adapters.cli.CommandFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What the processes of the upgrade scenario are started with. */
record UpgradeCast(DemoHome home, UpgradeLoad load, Path work, Loopback loopback) {

    /** The id of the sidecar. */
    static final String ID = "upgraded";

    /** The service that is called. */
    static final String TRADE = "io.twinmesh.demo.api.Trade";

    private static final String RULES = """
            apiVersion: networking.istio.io/v1
            kind: ServiceEntry
            metadata: {name: trade}
            spec:
              hosts: [io.twinmesh.demo.api.Trade]
              ports: [{number: 20880, name: dubbo, protocol: Dubbo}]
              resolution: STATIC
              endpoints: [{address: "ADDRESS", ports: {dubbo: PROVIDER}}]
            ---
            apiVersion: networking.istio.io/v1
            kind: ServiceEntry
            metadata: {name: echo}
            spec:
              hosts: [echo.demo]
              ports: [{number: 7, name: tcp, protocol: TCP}]
              resolution: STATIC
              endpoints: [{address: "ADDRESS", ports: {tcp: ECHO}}]
            ---
            apiVersion: networking.istio.io/v1
            kind: VirtualService
            metadata: {name: echo}
            spec:
              hosts: [echo.demo]
              tcp: [{match: [{port: OUTBOUND}], route: [{destination: {host: echo.demo}}]}]
            """;

    List<String> provider(int port) {
        return JavaCommand.of(
                List.of(),
                home.plainClassPath(),
                "io.twinmesh.demo.DemoProvider",
                "--name",
                "v1",
                "--host",
                loopback.literal(),
                "--port",
                String.valueOf(port));
    }

    List<String> sidecar(int outbound, String admin) {
        return List.of(
                home.launcher().toString(),
                "sidecar",
                "--rules",
                work.resolve("rules").toString(),
                "--application",
                "cart",
                "--id",
                ID,
                "--run-dir",
                work.toString(),
                "--probation",
                String.valueOf(load.probationMillis()),
                "--outbound",
                loopback.with(outbound),
                "--admin",
                admin,
                "--parent",
                String.valueOf(ProcessHandle.current().pid()));
    }

    List<String> consumer(String classPath, int outbound, String application) {
        return JavaCommand.of(
                List.of(),
                classPath,
                "io.twinmesh.demo.DemoLoad",
                "--application",
                application,
                "--url",
                "dubbo://" + loopback.with(outbound) + "/" + TRADE,
                "--connections",
                String.valueOf(load.dubboConnections()),
                "--rate",
                String.valueOf(load.dubboRate()),
                "--threads",
                String.valueOf(load.dubboThreads()),
                "--slow-calls",
                String.valueOf(load.slowCalls()),
                "--slow-millis",
                String.valueOf(load.slowMillis()));
    }

    void writeRules(int provider, int echo, int outbound) {
        try {
            Path rules = Files.createDirectories(work.resolve("rules"));
            Files.writeString(
                    rules.resolve("rules.yaml"),
                    RULES.replace("ADDRESS", loopback.literal())
                            .replace("PROVIDER", String.valueOf(provider))
                            .replace("ECHO", String.valueOf(echo))
                            .replace("OUTBOUND", String.valueOf(outbound)));
        } catch (IOException e) {
            throw CommandFailure.failed("demo: rules: " + e.getMessage());
        }
    }
}
