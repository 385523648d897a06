package io.twinmesh.benchmarks.rows;

import io.twinmesh.benchmarks.wire.EchoCall;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * The rules of what is measured: one service, one route by method to a subset, one flow rule.
 *
 * @param folder where they are
 * @param service the interface of the service
 */
public record BenchRules(Path folder, String service) {

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
            [{"resource": "%s:echo(java.lang.String)", "count": %d, "grade": 1}]
            """;

    private static final int OUT_OF_REACH = 10_000_000;

    public BenchRules {
        folder = folder.toAbsolutePath();
    }

    /** Writes the directory; the service's only endpoint is 127.0.0.1:{@code upstreamPort}. */
    public static Path write(Path folder, int upstreamPort) throws IOException {
        return write(folder, "127.0.0.1", upstreamPort);
    }

    /** Writes the directory; the service's only endpoint is {@code address:upstreamPort}. */
    static Path write(Path folder, String address, int upstreamPort) throws IOException {
        BenchRules rules = new BenchRules(folder, EchoCall.SERVICE);
        rules.route(address, upstreamPort);
        rules.permitAll();
        return rules.folder();
    }

    /** Writes all but the flow rule; the service's only endpoint is 127.0.0.1:{@code upstreamPort}. */
    public void route(int upstreamPort) throws IOException {
        route("127.0.0.1", upstreamPort);
    }

    private void route(String address, int upstreamPort) throws IOException {
        Files.createDirectories(folder);
        Files.writeString(folder.resolve("echo.yaml"), ROUTING.formatted(service, upstreamPort, address));
    }

    /** Puts the flow rule out of reach, so that it counts every call and rejects none. */
    public void permitAll() throws IOException {
        limit(OUT_OF_REACH);
    }

    /** Lets the flow rule reject every call. */
    public void permitNone() throws IOException {
        limit(0);
    }

    private void limit(int callsPerSecond) throws IOException {
        String name = EchoCall.APPLICATION + "-flow-rules.json";
        Path next = folder.resolveSibling(name + ".next");
        Files.writeString(next, FLOW.formatted(service, callsPerSecond));
        Files.move(next, folder.resolve(name), StandardCopyOption.ATOMIC_MOVE);
    }
}
