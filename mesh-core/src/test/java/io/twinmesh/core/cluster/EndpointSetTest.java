package io.twinmesh.core.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.twinmesh.api.model.Endpoint;
import io.twinmesh.api.model.EndpointHealth;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What is known of endpoints follows them from one generation to the next, and goes to no other. */
final class EndpointSetTest {

    private static final Endpoint ONE = Endpoint.of("10.0.0.1", 20880);
    private static final Endpoint NAMED = Endpoint.of("fd00::1", 20880);
    private static final List<EndpointHealth> HEALTH = List.of(EndpointHealth.values());
    private static final Map<String, String> V1 = Map.of("version", "v1");
    private static final Map<String, String> V2 = Map.of("version", "v2");

    private final ClusterEndpoints cluster = new ClusterEndpoints(endpoint -> null, bound -> 0);

    private static CarriedEndpoint unreachableFor(Endpoint endpoint, Duration time) {
        return new CarriedEndpoint(endpoint, EndpointHealth.UNREACHABLE, time.toNanos(), 0, 0, 0, 0);
    }

    private EndpointState state(Endpoint endpoint) {
        EndpointSet now = cluster.current();
        return now.state(now.columns().row(endpoint));
    }

    @Test
    void whatCannotBeReachedIsTriedAgainHoweverOftenOthersChange() {
        cluster.assign(List.of(ONE, NAMED));
        cluster.restore(List.of(unreachableFor(ONE, Duration.ofSeconds(331))));
        assertTrue(state(ONE).usable(), "whoever told may have stopped trying");

        cluster.assign(List.of(ONE));

        assertTrue(state(ONE).usable(), "an update of the others is no news of this one");
        assertEquals(EndpointHealth.UNREACHABLE, state(ONE).health());
    }

    @Test
    void whoeverTriesAgainAndFailsBeginsTheTimeAnew() {
        cluster.assign(List.of(ONE));
        cluster.restore(List.of(unreachableFor(ONE, Duration.ofSeconds(331))));

        cluster.health(ONE, EndpointHealth.UNREACHABLE);

        assertFalse(state(ONE).usable());
    }

    @Test
    void whatTheProcessBeforeKnewTakesThePlaceOfWhatWasKnownHere() {
        cluster.assign(List.of(ONE, NAMED));
        cluster.health(ONE, EndpointHealth.DRAINING);
        cluster.restore(List.of(unreachableFor(NAMED, Duration.ofSeconds(30))));
        assertTrue(
                CarriedEndpoint.of(state(NAMED)).healthAge()
                        >= Duration.ofSeconds(30).toNanos(),
                "its age goes on");

        cluster.assign(List.of(Endpoint.of("10.0.0.1", 20880, V1, 1), Endpoint.of("fd00::1", 20880, V1, 1)));

        assertEquals(EndpointHealth.HEALTHY, state(ONE).health());
        assertEquals(EndpointHealth.UNREACHABLE, state(NAMED).health());
        assertEquals(0, CarriedEndpoint.of(state(ONE)).healthAge());
    }

    @Test
    void anEndpointInTwoSubsetsKeepsBothStates() {
        Endpoint inV1 = Endpoint.of("10.0.0.1", 20880, V1, 1);
        Endpoint inV2 = Endpoint.of("10.0.0.1", 20880, V2, 1);
        cluster.assign(List.of(inV1, inV2));
        EndpointState first = cluster.current().state(0);
        EndpointState second = cluster.current().state(1);
        first.begin();

        cluster.assign(List.of(NAMED, inV2, inV1));

        assertSame(second, cluster.current().state(1));
        assertSame(first, cluster.current().state(2));
        assertEquals(1, cluster.current().state(2).active());
    }

    @Test
    void anEndpointThatIsListedTwiceHasTwoStatesInEveryGeneration() {
        cluster.assign(List.of(ONE, ONE));
        EndpointState first = cluster.current().state(0);
        EndpointState second = cluster.current().state(1);

        cluster.assign(List.of(ONE, ONE, NAMED));

        assertSame(first, cluster.current().state(0));
        assertSame(second, cluster.current().state(1));
        assertNotSame(first, second);
    }

    @Test
    void healthIsOfEveryRowOfAnAddress() {
        cluster.assign(List.of(ONE, NAMED, ONE, Endpoint.of("10.0.0.1", 20881)));

        cluster.health(ONE, EndpointHealth.DRAINING);
        cluster.health(NAMED, EndpointHealth.UNREACHABLE);

        assertEquals(
                List.of("DRAINING", "UNREACHABLE", "DRAINING", "HEALTHY"),
                IntStream.range(0, 4)
                        .mapToObj(row -> cluster.current().state(row).health().name())
                        .toList());
        assertNull(cluster.current().health(Endpoint.of("10.9.9.9", 20880), EndpointHealth.DRAINING));
        assertNull(cluster.current().health(Endpoint.of("fd00::2", 20880), EndpointHealth.DRAINING));
    }

    @Test
    void aWeightUnderZeroTakesNoCalls() {
        EndpointColumns columns =
                new EndpointColumns(List.of(Endpoint.of("10.0.0.1", 1, Map.of(), -1), Endpoint.of("10.0.0.2", 1)));
        Members members = Pools.members(new EndpointSet(columns, null, endpoint -> null));

        assertEquals(0, columns.weight(0), "and not 65,535 of them");
        assertEquals(1, members.size());
    }

    /** Any sequence of updates, calls and health reports, against maps that keep everything by address, labels and weight. */
    @Test
    void anySequenceOfUpdatesKeepsTheStateOfThoseThatStay() {
        for (int seed = 0; seed < 150; seed++) {
            Random random = new Random(seed);
            ClusterEndpoints endpoints = new ClusterEndpoints(endpoint -> null, bound -> 0);
            Map<String, EndpointState> known = new HashMap<>();
            Map<String, EndpointHealth> health = new HashMap<>();
            for (int step = 0; step < 30; step++) {
                List<Endpoint> next = some(random);
                endpoints.assign(next);
                Set<String> here = next.stream().map(EndpointSetTest::identity).collect(Collectors.toSet());
                known.keySet().retainAll(here);
                health.keySet().retainAll(next.stream().map(Endpoint::toString).toList());
                for (int report = 0; report < 3; report++) {
                    Endpoint of = some(random).get(0);
                    EndpointHealth now = HEALTH.get(random.nextInt(HEALTH.size()));
                    endpoints.health(of, now);
                    if (next.contains(of)) {
                        health.put(of.toString(), now);
                    }
                }
                assertKnown(endpoints, known, health, "seed " + seed + ", step " + step);
            }
        }
    }

    private static void assertKnown(
            ClusterEndpoints endpoints,
            Map<String, EndpointState> known,
            Map<String, EndpointHealth> health,
            String where) {
        EndpointSet now = endpoints.current();
        for (int row = 0; row < now.columns().size(); row++) {
            EndpointState state = now.state(row);
            EndpointState before = known.putIfAbsent(identity(now.columns().endpoint(row)), state);
            String name = state.endpoint().toString();
            assertTrue(before == null || before == state, () -> where + ": another state for " + name);
            assertEquals(health.getOrDefault(name, EndpointHealth.HEALTHY), state.health(), () -> where + ": " + name);
        }
    }

    private static String identity(Endpoint endpoint) {
        return endpoint + " " + endpoint.labels() + " " + endpoint.weight();
    }

    /** One or more endpoints of a small world, each once, with labels and weights that change now and then. */
    private static List<Endpoint> some(Random random) {
        List<Endpoint> some = new ArrayList<>();
        Set<Integer> hosts = new TreeSet<>(Set.of(random.nextInt(9)));
        random.ints(4, 0, 9).forEach(hosts::add);
        for (int host : hosts) {
            Map<String, String> labels = random.nextInt(4) == 0 ? V2 : V1;
            String address = host < 6 ? "10.0.0." + host : "fd00::" + host;
            some.add(Endpoint.of(address, 20880, labels, random.nextInt(5) == 0 ? 2 : 1));
        }
        return some;
    }

    @Test
    void rowsOfAnAddressAreFoundFromAnyRowOn() {
        Random random = new Random(3);
        List<Endpoint> endpoints =
                IntStream.range(0, 200).mapToObj(i -> some(random).get(0)).toList();
        EndpointColumns columns = new EndpointColumns(endpoints);

        for (Endpoint wanted : new HashSet<>(endpoints)) {
            List<Integer> found = new ArrayList<>();
            for (int row = columns.row(wanted); row >= 0; row = columns.row(wanted, row + 1)) {
                found.add(row);
            }
            List<Integer> expected = IntStream.range(0, 200)
                    .filter(row -> endpoints.get(row).equals(wanted))
                    .boxed()
                    .toList();
            assertEquals(expected, found, wanted::toString);
        }
    }
}
