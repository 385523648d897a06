package io.twinmesh.benchmarks.placement;

import io.twinmesh.benchmarks.dubbo.Window;
import io.twinmesh.benchmarks.dubbo.WindowResult;
import io.twinmesh.benchmarks.load.LoadShape;
import io.twinmesh.benchmarks.process.ChildProcess;
import io.twinmesh.benchmarks.process.Children;
import io.twinmesh.benchmarks.process.MachineTime;
import io.twinmesh.benchmarks.process.Usage;
import io.twinmesh.benchmarks.report.Strain;
import io.twinmesh.benchmarks.report.WindowRun;
import io.twinmesh.benchmarks.rows.SidecarCommand;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;

/**
 * One round: a provider and all consumers in fresh processes, because two runs of a JVM seldom compile alike. Within it consumers take turns that
 * are short beside what else happens on the machine.
 *
 * <p>Lifecycle: {@link #start}, {@link #prove}, {@link #warmUp}, {@link #turn} as often as wanted, {@link #close}.
 */
public final class PlacementRound implements AutoCloseable {

    private static final Window LOOK = new Window(LoadShape.parse("c1d1@128"), Duration.ofMillis(100));
    private static final Duration RULES_IN_FORCE = Duration.ofSeconds(20);

    private final int number;
    private final Children children;
    private final Placements placements;
    private final ChildProcess provider;
    private final List<PlacedConsumer> consumers = new ArrayList<>();

    private PlacementRound(int number, Children children, Placements placements)
            throws IOException, InterruptedException {
        this.number = number;
        this.children = children;
        this.placements = placements;
        this.provider = placements.provider();
    }

    /**
     * Starts the processes of a round.
     *
     * @param number counted from 1
     * @param folder where rules and Sentinel's logs go
     * @throws IOException if one does not become ready in time
     */
    public static PlacementRound start(
            int number,
            List<Placement> which,
            Children children,
            Distribution jars,
            SidecarCommand sidecar,
            Path folder)
            throws IOException, InterruptedException {
        PlacementRound round = new PlacementRound(number, children, new Placements(children, jars, sidecar, folder));
        for (Placement placement : which) {
            round.consumers.add(round.placements.consumer(placement));
        }
        return round;
    }

    /**
     * Shows that the flow rule is asked where it should be and nowhere else: while it permits no call, governed consumers are rejected every one,
     * and the others none. Then puts it out of reach.
     *
     * @throws IOException if it is not so
     */
    public void prove() throws IOException, InterruptedException {
        for (PlacedConsumer consumer : consumers) {
            WindowResult seen = consumer.run(LOOK);
            long expected = consumer.placement().governed() ? seen.calls() : 0;
            if (seen.rejected() != expected || seen.errors() > 0) {
                throw new IOException(
                        "flow rule of none: " + consumer.placement().title() + ": " + seen.rejected()
                                + " of " + seen.calls() + " calls rejected, " + seen.errors() + " failed (expected: "
                                + expected + " rejected): " + seen.firstFailure());
            }
        }
        placements.rules().permitAll();
        for (PlacedConsumer consumer : consumers) {
            awaitRule(consumer);
        }
    }

    private static void awaitRule(PlacedConsumer consumer) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + RULES_IN_FORCE.toNanos();
        WindowResult seen = consumer.run(LOOK);
        while (!seen.sound() && System.nanoTime() - deadline < 0) {
            seen = consumer.run(LOOK);
        }
        if (!seen.sound()) {
            throw new IOException(
                    "flow rule out of reach: " + consumer.placement().title() + ": calls still fail after "
                            + RULES_IN_FORCE.toSeconds() + " s: " + seen.firstFailure());
        }
    }

    /**
     * Loads every consumer with the densest of the shapes, so that its code is compiled: Dubbo's way of a call takes some 100,000 calls for that,
     * and with one in flight they would not come together.
     */
    public void warmUp(List<LoadShape> shapes, Duration each) throws IOException, InterruptedException {
        LoadShape densest = Collections.max(shapes, Comparator.comparingInt(LoadShape::inFlight));
        for (PlacedConsumer consumer : consumers) {
            consumer.run(new Window(densest, each));
        }
    }

    /** One window for every consumer, in an order that comes out even over many turns. */
    public List<WindowRun> turn(int turn, Window window) throws IOException, InterruptedException {
        List<WindowRun> runs = new ArrayList<>();
        for (PlacedConsumer consumer : inOrder(turn, consumers)) {
            runs.add(run(consumer, turn, window));
        }
        return runs;
    }

    /** Each begins in its turn, and every second time they go backwards. */
    static <T> List<T> inOrder(int turn, List<T> all) {
        List<T> order = new ArrayList<>(all);
        Collections.rotate(order, -(turn / 2));
        if (turn % 2 == 1) {
            Collections.reverse(order);
        }
        return order;
    }

    private WindowRun run(PlacedConsumer consumer, int turn, Window window) throws IOException, InterruptedException {
        Readings begin = readings(consumer);
        WindowResult result = consumer.run(window);
        Readings end = readings(consumer);
        return new WindowRun(
                consumer.placement().title(),
                window.shape(),
                number,
                turn,
                result,
                end.sidecar().cpuSeconds() - begin.sidecar().cpuSeconds(),
                Strain.between(begin.machine(), end.machine(), end.own() - begin.own()));
    }

    private Readings readings(PlacedConsumer consumer) {
        return new Readings(Usage.of(provider.pid()), consumer.usage(), consumer.sidecarUsage(), MachineTime.now());
    }

    /** Ends its processes. */
    @Override
    public void close() {
        for (PlacedConsumer consumer : consumers) {
            children.end(consumer.process());
            consumer.sidecar().ifPresent(children::end);
        }
        children.end(provider);
    }

    private record Readings(Usage provider, Usage consumer, Usage sidecar, MachineTime machine) {

        double own() {
            return provider.cpuSeconds() + consumer.cpuSeconds() + sidecar.cpuSeconds();
        }
    }
}
