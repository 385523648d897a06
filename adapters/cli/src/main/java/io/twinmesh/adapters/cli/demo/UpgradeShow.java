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
 * TCP clients send at a fixed rate over connections that they opened before, and beside them, if asked for, those that are hard to carry over:
 * slow calls, half frames, and clients that do not read. Counts what they noticed.
 */
final class UpgradeShow {

    private static final Duration LOOK = Duration.ofSeconds(2);

    private final DemoHome home;
    private final UpgradeLoad load;
    private final PrintWriter out;
    private final Path work;
    private final Loopback loopback = Loopback.find();
    private final long start = System.nanoTime();
    private final Map<String, List<LoadPhase>> phases = new LinkedHashMap<>();
    private final UpgradeCast cast;

    UpgradeShow(DemoHome home, UpgradeLoad load, PrintWriter out) {
        this.home = home;
        this.load = load;
        this.out = out;
        try {
            this.work = Files.createTempDirectory("mesh-up-");
        } catch (IOException e) {
            throw CommandFailure.failed("demo: no temporary directory: " + e.getMessage());
        }
        this.cast = new UpgradeCast(home, load, work, loopback);
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
            cast.writeRules(provider, echo.port(), outbound);
            Child shop = family.start("provider", cast.provider(provider));
            String admin = loopback.with(loopback.freePort());
            Child sidecar = family.start("sidecar", cast.sidecar(outbound, admin));
            awaitReady(shop);
            awaitReady(sidecar);
            List<Child> consumers = List.of(
                    family.start("dubbo3", cast.consumer(home.plainClassPath(), outbound, "dubbo3")),
                    family.start("dubbo27", cast.consumer(home.legacyClassPath(), outbound, "dubbo27")));
            consumers.forEach(this::awaitReady);
            InetSocketAddress through = new InetSocketAddress(loopback.literal(), outbound);
            echo.start(through, load.tcpConnections(), load.tcpRate());
            try (DifficultLoad difficult = new DifficultLoad(through, load)) {
                return play(shop, consumers, echo, new AdminClient(admin), difficult);
            }
        } finally {
            endSidecar();
        }
    }

    private boolean play(Child shop, List<Child> consumers, EchoLoad echo, AdminClient admin, DifficultLoad difficult) {
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
        DifficultLoad.Outcome ended = difficult.end(consumers);
        long doubled = consumers.stream()
                .mapToLong(consumer -> DoubledAnswers.to(consumer, work))
                .sum();
        return close(shop, echo, counter(admin, "downstream_accepted") - accepted, doubled, ended);
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
                                home.launcher().toString(),
                                "upgrade",
                                "--id",
                                UpgradeCast.ID,
                                "--run-dir",
                                work.toString())
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

    private boolean close(Child shop, EchoLoad echo, long reconnects, long doubled, DifficultLoad.Outcome difficult) {
        shop.tell("count");
        long carriedOut = Long.parseLong(shop.await("calls ", 10).substring("calls ".length()));
        long dubbo = calls(0) + calls(1) + 2L * load.dubboConnections() + difficult.calls();
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
                + (echo.resets() + reconnects) + " connections reset or opened again, " + (doubled + echo.wrong())
                + " answers doubled or out of order, " + (carriedOut - dubbo) + " Dubbo calls carried out twice");
        if (load.difficult()) {
            out.println(difficult.text(load));
        }
        phases.values().stream()
                .flatMap(List::stream)
                .filter(phase -> !phase.failure().isEmpty())
                .forEach(phase -> out.println("failure: " + phase.failure()));
        out.flush();
        return failures == 0
                && echo.resets() == 0
                && reconnects == 0
                && doubled == 0
                && echo.wrong() == 0
                && carriedOut == dubbo
                && difficult.failures() == 0;
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
            String pid = new RunningSidecar(UpgradeCast.ID, work).situation().getOrDefault("pid", "0");
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
}
