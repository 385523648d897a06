package io.twinmesh.adapters.cli.demo;

import io.twinmesh.adapters.cli.CommandFailure;
import io.twinmesh.adapters.cli.Table;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * {@code mesh demo --scenario intercept}: a Dubbo 3.3 and a Dubbo 2.7 consumer, whose own url is v1's address, before, while and after their
 * connections are intercepted. Real rules of the kernel, in network namespaces of this process.
 *
 * <p>The consumers are started anew for each of the three, by the same command line: rules that come or go cut connections that are open.
 */
final class InterceptShow {

    private static final Duration LOOK = Duration.ofSeconds(2);
    private static final int LOOKS = 30;
    private static final int SECONDS = 30;

    private final DemoHome home;
    private final int calls;
    private final PrintWriter out;
    private final long start = System.nanoTime();
    private final List<Row> rows = new ArrayList<>();
    private final Path work;

    InterceptShow(DemoHome home, boolean quick, PrintWriter out) {
        InterceptNeeds.check();
        this.home = home;
        this.calls = quick ? 20 : 200;
        this.out = out;
        try {
            this.work = Files.createTempDirectory("mesh-intercept-");
        } catch (IOException e) {
            throw CommandFailure.failed("demo: no temporary directory: " + e.getMessage());
        }
    }

    /** Whether everything was as expected. */
    boolean play() {
        try (Cable cable = Cable.make();
                Family family = new Family(work)) {
            say("two network namespaces, logs: " + work);
            play(cable, new InterceptScene(home, cable, family, work));
        }
        return close();
    }

    private void play(Cable cable, InterceptScene scene) {
        Child plain = scene.plainClient();
        Stream.of(
                        scene.provider("v1", Cable.FIRST),
                        scene.provider("v2", Cable.SECOND),
                        scene.plainServer(),
                        plain,
                        scene.sidecar())
                .toList()
                .forEach(this::awaitReady);
        String tables = cable.tables();
        phase("before", scene, plain, "v1", 0);
        scene.apply();
        say("mesh intercept apply: done");
        phase("intercepted", scene, plain, "v2", 4 * calls);
        tables("intercepted", "changed", tables, cable);
        tracked(cable);
        scene.remove();
        say("mesh intercept remove: done");
        tables("removed", "as before", tables, cable);
        phase("removed", scene, plain, "v1", 4 * calls);
    }

    private void phase(String phase, InterceptScene scene, Child plain, String seller, int carried) {
        Child dubbo33 = scene.consumer("dubbo33-" + phase, home.plainClassPath());
        Child dubbo27 = scene.consumer("dubbo27-" + phase, home.legacyClassPath());
        calls(phase, "dubbo 3.3", dubbo33, seller);
        calls(phase, "dubbo 2.7", dubbo27, seller);
        plain(phase, plain, seller.equals("v2") ? 1 : 0);
        row(phase, "calls the sidecar carried so far", carried, counter(plain, "dubbo_requests"));
    }

    private void plain(String phase, Child plain, int carried) {
        int before = counter(plain, "downstream_accepted");
        plain.tell(InterceptScene.plain(phase));
        row(phase, "a plain tcp connection", "plain " + phase, plain.await("", SECONDS));
        plain.await("end", SECONDS);
        row(phase, "... through the sidecar", carried, counter(plain, "downstream_accepted") - before);
    }

    private void calls(String phase, String dubbo, Child consumer, String seller) {
        awaitReady(consumer);
        calls(phase, dubbo, consumer, "quote", "v1");
        calls(phase, dubbo, consumer, "sell", seller);
        consumer.tell("quit");
    }

    private void calls(String phase, String dubbo, Child consumer, String method, String provider) {
        Tally tally = new Shopper(consumer).calls(phase + "-" + method, method + " count=" + calls + " arg=book");
        row(phase, dubbo + ": " + calls + " x " + method, calls + " " + provider, tally.toString());
    }

    private static int counter(Child plain, String name) {
        plain.tell(InterceptScene.counters());
        String line = plain.await(name + " ", SECONDS);
        plain.await("end", SECONDS);
        return Integer.parseInt(line.substring(line.lastIndexOf(' ') + 1));
    }

    private void tables(String phase, String expected, String before, Cable cable) {
        row(phase, "the kernel's tables", expected, cable.tables().equals(before) ? "as before" : "changed");
    }

    private void tracked(Cable cable) {
        String tracked = cable.tracked();
        if (tracked.isEmpty()) {
            say("tracked connections: this kernel does not say");
        } else {
            row("intercepted", "tracked connections", "0", tracked);
        }
    }

    private void row(String phase, String what, int expected, int observed) {
        row(phase, what, String.valueOf(expected), String.valueOf(observed));
    }

    private void row(String phase, String what, String expected, String observed) {
        Row row = new Row(phase, what, expected, observed, observed.equals(expected));
        rows.add(row);
        say(phase + ": " + what + ": " + observed + (row.met() ? "" : " (expected: " + expected + ")"));
    }

    private void awaitReady(Child child) {
        for (int waits = 0; !child.says("ready", LOOK); waits++) {
            say("waiting for " + child.name());
            if (waits > LOOKS) {
                throw CommandFailure.failed(child.name() + ": not ready (its log is in " + work + ")");
            }
        }
        say(child.name() + " is ready");
    }

    private void say(String line) {
        out.printf("%5.1f s  %s%n", (System.nanoTime() - start) / 1e9, line);
        out.flush();
    }

    private boolean close() {
        Table table = new Table("");
        table.row("INTERCEPTION", "WHAT", "EXPECTED", "OBSERVED", "");
        rows.forEach(row ->
                table.row(row.scenario(), row.what(), row.expected(), row.observed(), row.met() ? "ok" : "DIFFERS"));
        out.println();
        table.print(out);
        out.println();
        boolean met = rows.stream().allMatch(Row::met);
        out.println(
                met
                        ? "as expected; the consumers had the same jars and the same command lines throughout"
                        : "NOT as expected; the logs of the processes are in " + work);
        out.flush();
        return met;
    }
}
