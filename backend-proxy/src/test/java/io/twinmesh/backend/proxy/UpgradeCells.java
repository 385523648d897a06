package io.twinmesh.backend.proxy;

import static org.awaitility.Awaitility.await;

import io.twinmesh.backend.proxy.upgrade.Steps;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * One sidecar after the other, in processes of their own, under traffic; in every upgrade one of the two is killed or stopped at one step.
 * Whatever happens, in the end exactly one serves, whose door it is one can knock at, and nothing is lost but what was in flight in a
 * process that was killed.
 */
final class UpgradeCells implements AutoCloseable {

    private static final int PATIENCE_MILLIS = 1_000;
    private static final int PROBATION_MILLIS = 300;
    private static final int LONG_PROBATION_MILLIS = 60_000;
    private static final Duration STOPPED = Duration.ofMillis(2_500);
    private static final Duration SETTLING = Duration.ofSeconds(60);
    private static final int ATTEMPTS = 3;
    private static final int FURTHER_ANSWERS = 3;

    private final Path run;
    private final File log;
    private final int port;
    private final Traffic traffic;
    private SteppingChild now;
    private final List<SteppingChild> all = new ArrayList<>();

    UpgradeCells(Path run) throws IOException {
        this.run = run;
        this.log = run.resolveSibling(run.getFileName() + ".log").toFile();
        this.port = FailureTest.freePort();
        this.traffic = new Traffic(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        this.now = start("-", PROBATION_MILLIS);
        expect(now.awaitLine("serving"), "the first serves");
        traffic.begin(4, 2);
    }

    /**
     * What is done to whom.
     *
     * @param step where
     * @param toTheOld or to the new process
     * @param kill or stop, and continue after everybody's patience is over
     */
    record Cell(String step, boolean toTheOld, boolean kill) {

        static List<Cell> all() {
            return Steps.all().stream()
                    .flatMap(step -> Stream.of(true, false)
                            .flatMap(kill -> Stream.of(true, false).map(old -> new Cell(step, old, kill))))
                    .toList();
        }

        /** Whether what is in flight is, or may be by then, in flight in the process that dies. */
        boolean mayLose() {
            return kill && (Steps.isUndecided(step) || toTheOld == Steps.isOwnedByTheOld(step));
        }

        @Override
        public String toString() {
            return step + (kill ? " kill" : " stop") + (toTheOld ? " old" : " new");
        }
    }

    private SteppingChild start(String step, int probation) throws IOException {
        SteppingChild child = new SteppingChild(
                log,
                run.toString(),
                Integer.toString(port),
                traffic.calls().toString(),
                traffic.streams().toString(),
                Integer.toString(probation),
                Integer.toString(PATIENCE_MILLIS),
                step);
        all.add(child);
        return child;
    }

    private static void expect(boolean fact, String words) {
        if (!fact) {
            throw new AssertionError(words + ": is not so");
        }
    }

    /**
     * Runs one.
     *
     * @return what it lost
     * @throws AssertionError if it is not as it must be
     */
    int play(Cell cell) throws IOException, InterruptedException {
        awaitProgress();
        int lost = traffic.lost();
        boolean reached = false;
        for (int i = 0; i < ATTEMPTS && !reached; i++) {
            reached = attempt(cell);
            settle(cell);
        }
        expect(reached, "step reached, and not broken off before");
        awaitProgress();
        List<String> faults = traffic.takeFaults();
        expect(faults.isEmpty(), "no faults, but " + faults);
        int more = traffic.lost() - lost;
        expect(more == 0 || cell.mayLose(), "nothing lost, but " + more);
        return more;
    }

    private boolean attempt(Cell cell) throws IOException, InterruptedException {
        boolean oldSteps = Steps.isOfTheOld(cell.step());
        SteppingChild old = now;
        if (oldSteps) {
            old.arm(cell.step());
        }
        boolean back = Steps.isBack(cell.step());
        SteppingChild fresh = start(oldSteps ? "-" : cell.step(), back ? LONG_PROBATION_MILLIS : PROBATION_MILLIS);
        if (back && fresh.awaitLine("serving")) {
            await("asked for the way back")
                    .atMost(SETTLING)
                    .until(() -> ask("return").equals("asked\n"));
        }
        SteppingChild stepping = oldSteps ? old : fresh;
        boolean reached = awaitStep(stepping, fresh, "at " + cell.step());
        if (reached) {
            strike(cell, cell.toTheOld() ? old : fresh, stepping);
        }
        return reached;
    }

    private static boolean awaitStep(SteppingChild stepping, SteppingChild fresh, String line) {
        await().atMost(SETTLING)
                .pollInterval(Duration.ofMillis(5))
                .until(() -> stepping.hasSaid(line) || !stepping.alive() || !fresh.alive());
        return stepping.hasSaid(line);
    }

    private static void strike(Cell cell, SteppingChild victim, SteppingChild stepping)
            throws IOException, InterruptedException {
        victim.signal(cell.kill() ? "KILL" : "STOP");
        if (!cell.kill() || victim != stepping) {
            stepping.go();
        }
        if (!cell.kill()) {
            await().pollDelay(STOPPED).until(() -> true);
            victim.signal("CONT");
        }
    }

    /** Waits until one is left that serves, or none; then starts one. */
    private void settle(Cell cell) throws IOException {
        await(cell + ": one left that serves, or none").atMost(SETTLING).until(this::settled);
        if (living().isEmpty()) {
            expect(cell.kill(), "somebody lives");
            now = start("-", PROBATION_MILLIS);
            expect(now.awaitLine("serving"), "a fresh one serves");
        } else {
            now = living().get(0);
        }
        all.removeIf(child -> child != now);
    }

    private boolean settled() {
        List<SteppingChild> left = living();
        return left.isEmpty() || left.size() == 1 && serves(left.get(0));
    }

    private boolean serves(SteppingChild child) {
        String answer = ask("describe");
        return answer.contains("pid=" + child.pid() + "\n") && answer.contains("state=serving\n");
    }

    private List<SteppingChild> living() {
        return all.stream().filter(SteppingChild::alive).toList();
    }

    private String ask(String word) {
        return Question.ask(run.resolve("m"), word);
    }

    /** Everybody is served. */
    private void awaitProgress() {
        List<Integer> before =
                traffic.clients().stream().map(client -> client.answered.get()).toList();
        for (int i = 0; i < before.size(); i++) {
            Traffic.Client client = traffic.clients().get(i);
            int wanted = before.get(i) + FURTHER_ANSWERS;
            await(client + " served").atMost(SETTLING).until(() -> client.answered.get() >= wanted);
        }
    }

    int answered() {
        return traffic.answered();
    }

    @Override
    public void close() throws IOException {
        all.forEach(SteppingChild::close);
        traffic.close();
    }
}
