package io.twinmesh.benchmarks.rows;

import io.twinmesh.benchmarks.pods.Pod;
import io.twinmesh.benchmarks.process.ChildProcess;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The sidecar in a pod, beside the load generator. Rows of this kind differ in nothing but the way in. */
public final class PodSidecarRow implements Row {

    private static final int PORT = 15001;
    private static final int ADMIN_PORT = 15000;
    private static final String MARK = "2";

    private static final String REDIRECT = """
            add table ip mesh_bench
            delete table ip mesh_bench
            table ip mesh_bench {
                chain output {
                    type nat hook output priority -100; policy accept;
                    oifname "lo" return
                    meta mark != 0 return
                    tcp dport %d redirect to :%d
                }
            }
            """;

    private final Pod pod;
    private final Path repository;
    private final WayIn way;

    /**
     * One in a pod of its own.
     *
     * @param repository has the launcher of sidecar and rules
     */
    public PodSidecarRow(Pod pod, Path repository, WayIn way) {
        this.pod = pod;
        this.repository = repository;
        this.way = way;
    }

    @Override
    public String name() {
        return way.name().toLowerCase(Locale.ROOT);
    }

    @Override
    public Optional<String> missing() {
        Optional<String> tool = way == WayIn.EXPLICIT ? Optional.empty() : ProxyStart.missing("nft");
        return tool.map("nft: "::concat).or(() -> ProxyStart.missing(launcher()));
    }

    private String launcher() {
        return SidecarCommand.ofRepository(repository).program();
    }

    @Override
    public RunningRow start(RowPlace place) throws IOException, InterruptedException {
        Path rules = BenchRules.write(place.folder().resolve(name() + "-rules"), pod.server(), place.upstreamPort());
        List<String> filled = command().fill(rules, PORT, ADMIN_PORT, place.upstreamPort());
        ChildProcess child = place.children().start("sidecar-" + name(), pod.inside(filled));
        ProxyStart.awaitReadyLine(child);
        catchCalls(place.upstreamPort());
        Site site = way == WayIn.EXPLICIT ? pod.callingLoopback() : pod.callingServer();
        int port = way == WayIn.EXPLICIT ? PORT : place.upstreamPort();
        return new RunningRow(name(), site, port, Optional.of(child));
    }

    private SidecarCommand command() {
        return way == WayIn.TPROXY
                ? SidecarCommand.listening(repository, "[::]", "--mark", MARK, "--outbound-mode", "transparent")
                : SidecarCommand.listening(repository, "127.0.0.1", "--mark", MARK);
    }

    private void catchCalls(int port) throws IOException, InterruptedException {
        String caught = Integer.toString(port);
        String to = Integer.toString(PORT);
        switch (way) {
            case EXPLICIT -> {}
            case TPROXY ->
                pod.must(
                        List.of(
                                launcher(),
                                "intercept",
                                "apply",
                                "--with",
                                "nft",
                                "--mark",
                                MARK,
                                "--outbound-port",
                                to,
                                "--outbound",
                                caught),
                        "");
            case REDIRECT -> pod.must(List.of("nft", "-f", "-"), REDIRECT.formatted(port, PORT));
        }
    }
}
