package io.twinmesh.api.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.twinmesh.api.Protocol;
import io.twinmesh.api.model.Cluster.TrafficPolicy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A policy is a value: who delivered it cannot change it afterwards, and what is equal is the same. */
final class ModelTest {

    private static final Origin ORIGIN = new Origin("trade.yaml", "VirtualService/trade");

    @Test
    void anEndpointIsItsAddressAndPort() {
        Endpoint one = Endpoint.of("10.0.0.1", 20880);
        Endpoint labelled = Endpoint.of("10.0.0.1", 20880, Map.of("version", "v1"), 7);

        assertEquals(one, labelled);
        assertEquals(one.hashCode(), labelled.hashCode());
        assertNotEquals(one, Endpoint.of("10.0.0.1", 20881));
        assertNotEquals(one, Endpoint.of("10.0.0.2", 20880));
        assertNotEquals(one, "10.0.0.1:20880");
        assertEquals(1, new HashSet<>(List.of(one, labelled)).size());
        assertEquals(List.of(1, 7), List.of(one.weight(), labelled.weight()));
        assertEquals(List.of(Map.of(), Map.of("version", "v1")), List.of(one.labels(), labelled.labels()));
    }

    @Test
    void anEndpointIsWrittenAsAnAddressIs() {
        assertEquals("10.0.0.1:20880", Endpoint.of("10.0.0.1", 20880).toString());
        assertEquals("[fd00::1]:20880", Endpoint.of("fd00::1", 20880).toString());
        assertEquals("[::]:1", Endpoint.of("::", 1).toString());
    }

    @Test
    void labelsOfAnEndpointAreItsOwn() {
        Map<String, String> labels = new HashMap<>(Map.of("version", "v1"));
        Endpoint one = Endpoint.of("10.0.0.1", 20880, labels, 1);

        labels.put("version", "v2");

        assertEquals("v1", one.labels().get("version"));
        assertThrows(UnsupportedOperationException.class, () -> one.labels().clear());
    }

    @Test
    void aDestinationIsNamedWithItsSubset() {
        assertEquals("com.acme.Trade", new WeightedCluster("com.acme.Trade", null, 1).name());
        assertEquals("com.acme.Trade|v2", new WeightedCluster("com.acme.Trade", "v2", 1).name());
    }

    @Test
    void callsAreWatchedWhereARuleLooksAtThem() {
        OutlierDetection outlier = new OutlierDetection(5, Duration.ofSeconds(30), 10);

        assertFalse(TrafficPolicy.NONE.watchesCalls());
        assertFalse(new TrafficPolicy(LbPolicy.RANDOM, null, 0, null).watchesCalls());
        assertFalse(new TrafficPolicy(LbPolicy.CONSISTENT_HASH, null, 0, null).watchesCalls());
        assertTrue(new TrafficPolicy(LbPolicy.LEAST_REQUEST, null, 0, null).watchesCalls());
        assertTrue(new TrafficPolicy(LbPolicy.RANDOM, null, 1, null).watchesCalls());
        assertTrue(new TrafficPolicy(LbPolicy.RANDOM, null, 0, outlier).watchesCalls());
    }

    @Test
    void theOppositeOfTheOppositeIsTheCondition() {
        Condition condition = Condition.keyed(Subject.ATTACHMENT, "tag", StringMatch.exact("gray"), "match[0]");

        assertTrue(condition.not().negated());
        assertEquals(condition, condition.not().not());
        assertEquals("tag", condition.not().key());
    }

    @Test
    void conditionsHaveOnlyWhatTheirPartNeeds() {
        Condition plain = Condition.of(Subject.METHOD, StringMatch.present(), "m");
        Condition keyed = Condition.keyed(Subject.HEADER, "tag", StringMatch.present(), "m");
        Condition indexed = Condition.indexed(Subject.ARGUMENT, 2, NumberMatch.exact(7), "m");

        assertEquals(List.of("", -1), List.of(plain.key(), plain.index()));
        assertEquals(List.of("tag", -1), List.of(keyed.key(), keyed.index()));
        assertEquals(List.of("", 2), List.of(indexed.key(), indexed.index()));
        assertEquals(new NumberMatch(List.of(new NumberMatch.Range(7, 7)), 0), indexed.match());
        assertEquals(new StringMatch(StringMatch.Kind.PRESENT, "", false), plain.match());
    }

    @Test
    void everySubjectHasAWordOfItsOwn() {
        Set<String> words = new HashSet<>();
        for (Subject subject : Subject.values()) {
            assertTrue(words.add(subject.word()), () -> subject + ": " + subject.word() + " twice");
        }
    }

    @Test
    void listsOfAPolicyAreItsOwn() {
        List<NumberMatch.Range> ranges = new ArrayList<>(List.of(new NumberMatch.Range(0, 9)));
        NumberMatch numbers = new NumberMatch(ranges, 0);
        List<Condition> conditions = new ArrayList<>(List.of(Condition.indexed(Subject.ARGUMENT, 0, numbers, "a")));
        RouteMatch match = new RouteMatch(conditions);
        List<RouteMatch> matches = new ArrayList<>(List.of(match));
        List<WeightedCluster> to = new ArrayList<>(List.of(new WeightedCluster("c", null, 1)));
        Route route = new Route("r", Protocol.RPC, matches, to, null, ORIGIN);
        List<Route> routes = new ArrayList<>(List.of(route));
        List<String> domains = new ArrayList<>(List.of("com.acme.Trade"));
        VirtualHost host = new VirtualHost(ORIGIN, domains, routes);
        Map<String, String> labels = new HashMap<>(Map.of("version", "v1"));
        List<Subset> subsets = new ArrayList<>(List.of(new Subset("v1", labels, null)));
        List<String> services = new ArrayList<>(List.of("com.acme.Trade"));
        Cluster cluster = new Cluster("c", services, TrafficPolicy.NONE, subsets, ORIGIN);
        List<VirtualHost> hosts = new ArrayList<>(List.of(host));
        List<Cluster> clusters = new ArrayList<>(List.of(cluster));
        List<EndpointAssignment> endpoints = new ArrayList<>();
        List<RuleDocument> rules = new ArrayList<>();
        PolicySet policy = new PolicySet("1", hosts, clusters, endpoints, rules);
        String before = policy.toString();

        List.of(ranges, conditions, matches, to, routes, domains, subsets, services, hosts, clusters)
                .forEach(List::clear);
        labels.clear();
        rules.add(new RuleDocument("sentinel-flow", "cart", "cart-flow-rules.json", "[]"));

        assertEquals(before, policy.toString());
        assertThrows(
                UnsupportedOperationException.class, () -> policy.clusters().clear());
    }

    @Test
    void endpointsOfAnAssignmentAreItsOwn() {
        List<Endpoint> endpoints = new ArrayList<>(List.of(Endpoint.of("10.0.0.1", 1)));
        EndpointAssignment assignment = new EndpointAssignment("c", endpoints);

        endpoints.clear();

        assertEquals(1, assignment.endpoints().size(), "a source that reuses its list would take endpoints away");
    }
}
