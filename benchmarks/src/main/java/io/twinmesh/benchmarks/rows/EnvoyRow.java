package io.twinmesh.benchmarks.rows;

import io.twinmesh.benchmarks.process.ChildProcess;
import io.twinmesh.benchmarks.process.Executables;
import io.twinmesh.benchmarks.process.Loopback;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Envoy with its Dubbo filter: one worker, one route for every service, limits out of the way. */
public final class EnvoyRow implements Row {

    /** Its name, by which the report finds it. */
    public static final String NAME = "envoy";

    private static final String CONFIGURATION = """
            static_resources:
              listeners:
              - name: bench
                address: {socket_address: {address: 127.0.0.1, port_value: %d}}
                filter_chains:
                - filters:
                  - name: envoy.filters.network.dubbo_proxy
                    typed_config:
                      "@type": type.googleapis.com/envoy.extensions.filters.network.dubbo_proxy.v3.DubboProxy
                      stat_prefix: bench
                      protocol_type: Dubbo
                      serialization_type: Hessian2
                      multiple_route_config:
                        name: bench
                        route_config:
                        - name: bench
                          interface: "*"
                          routes:
                          - match: {method: {name: {safe_regex: {regex: ".*"}}}}
                            route: {cluster: echo}
              clusters:
              - name: echo
                type: STATIC
                connect_timeout: 5s
                circuit_breakers:
                  thresholds:
                  - {max_connections: 100000, max_pending_requests: 100000, max_requests: 100000}
                load_assignment:
                  cluster_name: echo
                  endpoints:
                  - lb_endpoints:
                    - endpoint: {address: {socket_address: {address: 127.0.0.1, port_value: %d}}}
            """;

    private final String program;

    /** Envoy under this name on the PATH, or at this file. */
    public EnvoyRow(String program) {
        this.program = program;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Optional<String> missing() {
        return ProxyStart.missing(program);
    }

    @Override
    public RunningRow start(RowPlace place) throws IOException, InterruptedException {
        int port = Loopback.freePort();
        Path file = place.folder().resolve("envoy.yaml");
        Files.writeString(file, CONFIGURATION.formatted(port, place.upstreamPort()));
        ChildProcess child = place.children().start(NAME, command(file));
        ProxyStart.awaitConnect(child, port);
        return RunningRow.proxy(NAME, port, child);
    }

    private List<String> command(Path file) {
        String binary = Executables.find(program).orElseThrow().toString();
        return List.of(binary, "-c", file.toString(), "--concurrency", "1", "-l", "warn", "--disable-hot-restart");
    }
}
