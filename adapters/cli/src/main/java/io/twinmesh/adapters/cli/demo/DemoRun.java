package io.twinmesh.adapters.cli.demo;

import io.twinmesh.adapters.cli.CommandFailure;
import io.twinmesh.adapters.cli.Table;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Plays the scenarios on each backend and compares. */
final class DemoRun {

    private final DemoHome home;
    private final boolean quick;
    private final PrintWriter out;
    private final long start = System.nanoTime();
    private final Map<Backend, List<Row>> rows = new EnumMap<>(Backend.class);

    DemoRun(DemoHome home, boolean quick, PrintWriter out) {
        this.home = home;
        this.quick = quick;
        this.out = out;
    }

    /** Whether everything was as expected. */
    boolean play(List<Scenario> scenarios) {
        Path work = workDirectory();
        say("rules: " + home.rules() + ", logs: " + work);
        Loopback loopback = Loopback.find();
        for (Backend backend : Backend.values()) {
            play(backend, loopback, scenarios, work.resolve(backend.title().replace(' ', '-')));
        }
        return close(work);
    }

    private void play(Backend backend, Loopback loopback, List<Scenario> scenarios, Path work) {
        List<Row> found = rows.computeIfAbsent(backend, key -> new ArrayList<>());
        say(backend.title() + ": starting");
        try (Family family = new Family(created(work))) {
            Scene scene = new Scene(home, loopback, family, work, line -> say(backend.title() + ": " + line));
            Stage stage = scene.open(backend, quick, row -> {
                found.add(row);
                say(backend.title() + ": " + line(row));
            });
            scenarios.forEach(scenario -> scenario.play(stage));
        }
    }

    private static String line(Row row) {
        return row.scenario() + ": " + row.what() + ": " + row.observed()
                + (row.met() ? "" : " (expected: " + row.expected() + ")");
    }

    private void say(String line) {
        out.printf("%5.1f s  %s%n", (System.nanoTime() - start) / 1e9, line);
        out.flush();
    }

    private boolean close(Path work) {
        ClosingTable table = new ClosingTable(rows);
        out.println();
        table.print(new Table(""), out);
        boolean met = table.allMet();
        out.println();
        out.println(
                met ? "as expected, by both backends" : "NOT as expected; the logs of the processes are in " + work);
        out.flush();
        return met;
    }

    private static Path workDirectory() {
        try {
            return Files.createTempDirectory("mesh-demo-");
        } catch (IOException e) {
            throw CommandFailure.failed("demo: no temporary directory: " + e.getMessage());
        }
    }

    private static Path created(Path directory) {
        try {
            return Files.createDirectories(directory);
        } catch (IOException e) {
            throw CommandFailure.failed("demo: " + directory + " cannot be made: " + e.getMessage());
        }
    }
}
