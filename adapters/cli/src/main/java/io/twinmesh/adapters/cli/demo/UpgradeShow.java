package io.twinmesh.adapters.cli.demo;

import io.twinmesh.adapters.cli.AdminClient;
import io.twinmesh.adapters.cli.CommandFailure;
import io.twinmesh.adapters.cli.RunningSidecar;
import io.twinmesh.adapters.cli.Table;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * {@code mesh demo --scenario upgrade}: one sidecar, replaced again and again by a new process, while Dubbo 3 and Dubbo 2.7 consumers and plain
 * TCP clients send at a fixed rate over connections that they opened before. Counts what they noticed.
 */
final class UpgradeShow {

    private static final String TRADE = "io.twinmesh.demo.api.Trade";
    private static final String ID = "upgraded";
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
    private static final Duration LOOK = Duration.ofSeconds(2);

    private final DemoHome home;
    private final UpgradeLoad load;
    private final PrintWriter out;
    private final Path work;
    private final Loopback loopback = Loopback.find();
    private final long start = System.nanoTime();
    private final Map<String, List<LoadPhase>> phases = new LinkedHashMap<>();

    UpgradeShow(DemoHome home, UpgradeLoad load, PrintWriter out) {
        this.home = home;
        this.load = load;
        this.out = out;
        try {
            this.work = Files.createTempDirectory("mesh-up-");
        } catch (IOException e) {
            throw CommandFailure.failed("demo: no temporary directory: " + e.getMessage());
        }
    }

    private void say(String line) {
        out.printf("%5.1f s  %s%n", (System.nanoTime() - start) / 1e9, line);
        out.flush();
    }

    /** Whether nobody noticed anything. */
    boolean play() {
        say("logs: " + work);
        int provider = loopback.freePort();
        int outbound = loopback.freePort();
        try (Family family = new Family(work);
                EchoLoad echo = new EchoLoad(new InetSocketAddress(loopback.literal(), loopback.freePort()))) {
            writeRules(provider, echo.port(), outbound);
            Child shop = family.start("provider", provider(provider));
            String admin = loopback.with(loopback.freePort());
            Child sidecar = family.start("sidecar", sidecar(outbound, admin));
            awaitReady(shop);
            awaitReady(sidecar);
            List<Child> consumers = List.of(
                    family.start("dubbo3", consumer(home.plainClassPath(), outbound, "dubbo3")),
                    family.start("dubbo27", consumer(home.legacyClassPath(), outbound, "dubbo27")));
            consumers.forEach(this::awaitReady);
            echo.start(new InetSocketAddress(loopback.literal(), outbound), load.tcpConnections(), load.tcpRate());
            return play(shop, consumers, echo, new AdminClient(admin));
        } finally {
            endSidecar();
        }
    }

    private boolean play(Child shop, List<Child> consumers, EchoLoad echo, AdminClient admin) {
        pause(load.quietSeconds());
        end("warm-up", consumers, echo);
        long accepted = counter(admin, "downstream_accepted");
        pause(load.quietSeconds());
        end("before", consumers, echo);
        upgrade();
        end("during", consumers, echo);
        pause(load.quietSeconds());
        consumers.forEach(consumer -> consumer.tell("quit"));
        echo.stop();
        add("after", consumers, echo);
        return close(shop, echo, counter(admin, "downstream_accepted") - accepted);
    }

    private static void pause(int seconds) {
        try {
            TimeUnit.SECONDS.sleep(seconds);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw CommandFailure.failed("demo: interrupted");
        }
    }

    private void end(String phase, List<Child> consumers, EchoLoad echo) {
        consumers.forEach(consumer -> consumer.tell("phase"));
        add(phase, consumers, echo);
    }

    private void add(String phase, List<Child> consumers, EchoLoad echo) {
        List<LoadPhase> all = new ArrayList<>();
        consumers.forEach(consumer -> all.add(LoadPhase.of(consumer.await("{", 60))));
        all.add(echo.phase());
        phases.put(phase, all);
        say(phase + ": " + all.stream().mapToLong(LoadPhase::calls).sum() + " calls, "
                + all.stream().mapToLong(LoadPhase::failures).sum() + " failures");
    }

    private void upgrade() {
        for (int i = 1; i <= load.upgrades(); i++) {
            try {
                Process upgrade = new ProcessBuilder(
                                home.launcher().toString(), "upgrade", "--id", ID, "--run-dir", work.toString())
                        .redirectOutput(work.resolve("upgrade.log").toFile())
                        .redirectError(work.resolve("upgrade.log").toFile())
                        .start();
                int status = upgrade.waitFor();
                say("upgrade " + i + " of " + load.upgrades() + (status == 0 ? ": done" : ": FAILED"));
                if (status != 0) {
                    throw CommandFailure.failed(Files.readString(work.resolve("upgrade.log")));
                }
            } catch (IOException e) {
                throw CommandFailure.failed("demo: upgrade: " + e.getMessage());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw CommandFailure.failed("demo: interrupted");
            }
        }
    }

    private boolean close(Child shop, EchoLoad echo, long reconnects) {
        shop.tell("count");
        long carriedOut = Long.parseLong(shop.await("calls ", 10).substring("calls ".length()));
        long dubbo = calls(0) + calls(1) + 2L * load.dubboConnections();
        Table table = new Table("");
        table.row("client", "phase", "calls", "failures", "p50 ms", "p99 ms", "p99.9 ms", "max ms");
        String[] names = {"dubbo 3.3", "dubbo 2.7", "tcp"};
        phases.forEach((phase, clients) -> {
            for (int i = 0; i < names.length; i++) {
                table.row(row(names[i], phase, clients.get(i)));
            }
        });
        out.println();
        table.print(out);
        long failures = phases.values().stream()
                .flatMap(List::stream)
                .mapToLong(LoadPhase::failures)
                .sum();
        out.println();
        out.println(load.upgrades() + " upgrades, " + (dubbo + calls(2)) + " calls: " + failures + " failed, "
                + (echo.resets() + reconnects) + " connections reset or opened again, " + echo.wrong()
                + " TCP answers doubled or out of order, " + (carriedOut - dubbo) + " Dubbo calls carried out twice");
        phases.values().stream()
                .flatMap(List::stream)
                .filter(phase -> !phase.failure().isEmpty())
                .forEach(phase -> out.println("failure: " + phase.failure()));
        out.flush();
        return failures == 0 && echo.resets() == 0 && reconnects == 0 && echo.wrong() == 0 && carriedOut == dubbo;
    }

    private long calls(int client) {
        return phases.values().stream()
                .mapToLong(clients -> clients.get(client).calls())
                .sum();
    }

    private static String[] row(String client, String phase, LoadPhase of) {
        return new String[] {
            client,
            phase,
            String.valueOf(of.calls()),
            String.valueOf(of.failures()),
            millis(of.p50()),
            millis(of.p99()),
            millis(of.p999()),
            millis(of.max())
        };
    }

    private static String millis(int micros) {
        return String.format(java.util.Locale.ROOT, "%.2f", micros / 1_000.0);
    }

    private static long counter(AdminClient admin, String name) {
        return admin.page("/stats")
                .lines()
                .filter(line -> line.strip().startsWith(name + " "))
                .map(line -> line.substring(line.lastIndexOf(' ') + 1))
                .mapToLong(Long::parseLong)
                .findFirst()
                .orElseThrow(() -> CommandFailure.failed("demo: no counter " + name + " at the admin port"));
    }

    private void awaitReady(Child child) {
        for (int waits = 0; !child.says("ready", LOOK); waits++) {
            say("waiting for " + child.name());
            if (waits > 30) {
                throw CommandFailure.failed(child.name() + ": not ready (its log is in " + work + ")");
            }
        }
        say(child.name() + " is ready");
    }

    /** The sidecar that serves now is nobody's child any more. */
    private void endSidecar() {
        try {
            String pid = new RunningSidecar(ID, work).situation().getOrDefault("pid", "0");
            ProcessHandle.of(Long.parseLong(pid)).ifPresent(process -> {
                process.destroy();
                process.onExit()
                        .orTimeout(15, TimeUnit.SECONDS)
                        .exceptionally(late -> process)
                        .join();
            });
        } catch (CommandFailure e) {
            say("the sidecar is gone already");
        }
    }

    private List<String> provider(int port) {
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

    private List<String> sidecar(int outbound, String admin) {
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

    private List<String> consumer(String classPath, int outbound, String application) {
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
                String.valueOf(load.dubboThreads()));
    }

    private void writeRules(int provider, int echo, int outbound) {
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
