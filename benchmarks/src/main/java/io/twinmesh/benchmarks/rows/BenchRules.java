package io.twinmesh.benchmarks.rows;

import io.twinmesh.benchmarks.wire.EchoCall;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Writes the rules of the measured sidecar: one service, one route by method to a subset, one flow rule out of reach. */
public final class BenchRules {

    private static final String ROUTING = """
            apiVersion: networking.istio.io/v1
            kind: ServiceEntry
            metadata: {name: echo}
            spec:
              hosts: [%1$s]
              ports: [{number: 20880, name: dubbo, protocol: Dubbo}]
              resolution: STATIC
              endpoints:
              - {address: %3$s, ports: {dubbo: %2$d}, labels: {version: v1}, weight: 1}
            ---
            apiVersion: networking.istio.io/v1
            kind: DestinationRule
            metadata: {name: echo}
            spec:
              host: %1$s
              subsets: [{name: v1, labels: {version: v1}}]
            ---
            apiVersion: networking.istio.io/v1
            kind: VirtualService
            metadata: {name: echo}
            spec:
              hosts: [%1$s]
              rpc:
              - name: echo-calls
                match:
                - method: {exact: echo}
                route: [{destination: {host: %1$s, subset: v1}}]
              - name: rest
                route: [{destination: {host: %1$s}}]
            """;

    private static final String FLOW = """
            [{"resource": "%s", "count": 10000000, "grade": 1}]
            """;

    private BenchRules() {}

    /** Writes the directory; the service's only endpoint is 127.0.0.1:{@code upstreamPort}. */
    public static Path write(Path folder, int upstreamPort) throws IOException {
        return write(folder, "127.0.0.1", upstreamPort);
    }

    /** Writes the directory; the service's only endpoint is {@code address:upstreamPort}. */
    static Path write(Path folder, String address, int upstreamPort) throws IOException {
        Files.createDirectories(folder);
        Files.writeString(folder.resolve("echo.yaml"), ROUTING.formatted(EchoCall.SERVICE, upstreamPort, address));
        Files.writeString(folder.resolve(EchoCall.APPLICATION + "-flow-rules.json"), FLOW.formatted(EchoCall.RESOURCE));
        return folder.toAbsolutePath();
    }
}
