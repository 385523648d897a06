package io.twinmesh.core.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.twinmesh.api.Outcome;
import io.twinmesh.api.model.Cluster.TrafficPolicy;
import io.twinmesh.api.model.Endpoint;
import io.twinmesh.api.model.EndpointAssignment;
import io.twinmesh.api.stats.CallStats;
import io.twinmesh.api.stats.StatsLevel;
import io.twinmesh.core.stats.StatsTable;
import io.twinmesh.testkit.Policies;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Whose counters make room when a level is full: only those of endpoints that no cluster has and no call is under way to. */
final class DeparturesTest {

    private static final String TRADE = "com.acme.Trade";
    private static final String STOCK = "com.acme.Stock";
    private static final Endpoint ONE = Endpoint.of("10.9.0.1", 20880);
    private static final Endpoint TWO = Endpoint.of("10.9.0.2", 20880);

    private final StatsTable stats = new StatsTable(EnumSet.allOf(StatsLevel.class));
    private final Clusters clusters = new Clusters(stats, bound -> 0);

    private void install(String... names) {
        clusters.install(
                List.of(names).stream()
                        .map(name -> Policies.cluster(name, TrafficPolicy.NONE))
                        .toList(),
                List.of());
    }

    private void assign(String cluster, Endpoint... endpoints) {
        clusters.assign(new EndpointAssignment(cluster, List.of(endpoints)));
    }

    private EndpointState state(String cluster, Endpoint endpoint) {
        return Objects.requireNonNull(
                Objects.requireNonNull(clusters.targets().get(cluster)).state(endpoint));
    }

    private void count(String cluster, Endpoint endpoint) {
        Objects.requireNonNull(state(cluster, endpoint).counters()).ended(Outcome.OK, 1);
    }

    /** Counters that are left when the level is full: those that are retired are not among them. */
    private List<String> leftWhenFull() {
        for (int i = 0; i < 5_000; i++) {
            stats.endpoint("full", Endpoint.of("10.1." + i / 256 + "." + i % 256, 20880));
        }
        return stats.calls().stream()
                .filter(calls -> calls.level() == StatsLevel.ENDPOINT)
                .map(CallStats::labels)
                .filter(labels -> labels.get("cluster").startsWith("com.acme"))
                .map(labels -> labels.get("cluster") + " " + labels.get("endpoint"))
                .toList();
    }

    @Test
    void whoLeftMakesRoomAndWhoStaysDoesNot() {
        install(TRADE);
        assign(TRADE, ONE, TWO);
        count(TRADE, ONE);
        count(TRADE, TWO);

        assign(TRADE, TWO);

        assertEquals(List.of(TRADE + " " + TWO), leftWhenFull());
    }

    @Test
    void anEndpointOfTwoClustersIsGoneWhereItLeft() {
        install(TRADE, STOCK);
        assign(TRADE, ONE);
        assign(STOCK, ONE);
        count(TRADE, ONE);
        count(STOCK, ONE);

        assign(TRADE, TWO);

        assertEquals(List.of(STOCK + " " + ONE), leftWhenFull());
    }

    @Test
    void whoIsCalledStillStaysUntilAChangeAfterTheCall() {
        install(TRADE);
        assign(TRADE, ONE, TWO);
        count(TRADE, ONE);
        EndpointState busy = state(TRADE, ONE);
        busy.begin();
        assign(TRADE, TWO);
        busy.end();
        assign(TRADE, TWO, Endpoint.of("10.9.0.3", 20880));

        assertEquals(List.of(), leftWhenFull());
    }

    @Test
    void whoIsCalledStillStays() {
        install(TRADE);
        assign(TRADE, ONE, TWO);
        count(TRADE, ONE);
        state(TRADE, ONE).begin();

        IntStream.range(0, 3).forEach(i -> assign(TRADE, TWO, Endpoint.of("10.9.1." + i, 20880)));

        assertEquals(List.of(TRADE + " " + ONE), leftWhenFull());
    }

    @Test
    void aClusterThatIsGoneTakesAllAlongButThoseThatAreCalled() {
        install(TRADE, STOCK);
        assign(TRADE, ONE, TWO);
        assign(STOCK, ONE);
        count(TRADE, ONE);
        count(TRADE, TWO);
        count(STOCK, ONE);
        state(TRADE, TWO).begin();

        install(STOCK);

        assertEquals(List.of(STOCK + " " + ONE, TRADE + " " + TWO), leftWhenFull());
    }

    @Test
    void countersThatWereMadeTooLateGoWithTheNextChange() {
        install(TRADE);
        assign(TRADE, ONE, TWO);
        EndpointSet before = clusters.all().get(TRADE).current();
        assign(TRADE, TWO);
        before.state(0);

        assign(TRADE, TWO, Endpoint.of("10.9.0.3", 20880));

        assertEquals(List.of(), leftWhenFull());
    }
}
