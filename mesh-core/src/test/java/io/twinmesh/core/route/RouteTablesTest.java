package io.twinmesh.core.route;

import static io.twinmesh.testkit.Policies.to;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.twinmesh.api.Protocol;
import io.twinmesh.api.RpcRequest;
import io.twinmesh.api.model.Origin;
import io.twinmesh.api.model.Route;
import io.twinmesh.api.model.VirtualHost;
import io.twinmesh.core.match.CompiledCondition;
import io.twinmesh.core.match.Identity;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which table is for a service, and what a route says about another. */
final class RouteTablesTest {

    private static final Identity SELF = new Identity("a", Map.of("env", "ab"));
    private static final Origin NOWHERE = new Origin("", "");

    private final RouteTables tables = new RouteTables();

    private static CompiledRoute route(String id, Protocol protocol) {
        return new CompiledRoute(new Route(id, protocol, List.of(), List.of(to("c")), null, NOWHERE), List.of(), null);
    }

    private void host(String domains, CompiledRoute... routes) {
        List<Route> sources = Arrays.stream(routes).map(CompiledRoute::source).toList();
        tables.add(new VirtualHost(NOWHERE, List.of(domains.split(" ")), sources), List.of(routes));
    }

    private List<String> ids(Protocol protocol, String service) {
        return tables.routes(protocol, service).stream().map(CompiledRoute::id).toList();
    }

    @ParameterizedTest
    @CsvSource({
        "shop.acme.com, exact",
        "cart.acme.com, acme",
        "a.cart.acme.com, acme",
        "acme.com, com",
        ".acme.com, acme",
        "acme.org, all",
        "shop.acme.com.org, all",
        "Shop.acme.com, acme",
        "'', all"
    })
    void theMostSpecificDomainWins(String service, String table) {
        host("*", route("all", Protocol.RPC));
        host("*.com", route("com", Protocol.RPC));
        host("*.acme.com", route("acme", Protocol.RPC));
        host("shop.acme.com", route("exact", Protocol.RPC));

        assertEquals(List.of(table), ids(Protocol.RPC, service));
    }

    @Test
    void whatNoDomainIsForHasNoTable() {
        host("*.acme.com com.acme.Trade", route("acme", Protocol.RPC));

        assertEquals(List.of("acme"), ids(Protocol.RPC, "com.acme.Trade"));
        assertEquals(List.of(), ids(Protocol.RPC, "com.acme.Trade2"));
        assertEquals(List.of(), ids(Protocol.RPC, ""));
    }

    @Test
    void ofTwoTablesForOneDomainTheFirstStaysAndBothAreListed() {
        host("shop", route("first", Protocol.RPC));
        host("shop *", route("second", Protocol.RPC));

        assertEquals(List.of("first"), ids(Protocol.RPC, "shop"));
        assertEquals(List.of("second"), ids(Protocol.RPC, "other"));
        assertEquals(2, tables.all().size());
    }

    @Test
    void protocolsShareATableAndNotItsRoutes() {
        host("shop", route("r1", Protocol.RPC), route("h1", Protocol.HTTP), route("r2", Protocol.RPC));

        assertEquals(List.of("r1", "r2"), ids(Protocol.RPC, "shop"));
        assertEquals(List.of("h1"), ids(Protocol.HTTP, "shop"));
    }

    @Test
    void aConnectionThatNamesNoServiceIsTriedAgainstAllTables() {
        host("b", route("t1", Protocol.TCP), route("r", Protocol.RPC));
        host("a", route("t2", Protocol.TCP));

        assertEquals(List.of("t1", "t2"), ids(Protocol.TCP, ""));
    }

    @Test
    void domainsAreFoundAsIfTriedOneByOne() {
        long seed = new Random().nextLong();
        for (int round = 0; round < 200; round++) {
            Random random = new Random(seed + round);
            RouteTables drawn = new RouteTables();
            Map<String, String> byDomain = new LinkedHashMap<>();
            for (int i = 0; i < 6; i++) {
                String domain = (random.nextBoolean() ? "*" : "") + name(random);
                CompiledRoute route = route("r" + i, Protocol.RPC);
                drawn.add(new VirtualHost(NOWHERE, List.of(domain), List.of(route.source())), List.of(route));
                byDomain.putIfAbsent(domain, "r" + i);
            }
            for (int i = 0; i < 20; i++) {
                String service = name(random);
                List<String> found = drawn.routes(Protocol.RPC, service).stream()
                        .map(CompiledRoute::id)
                        .toList();
                assertEquals(obvious(byDomain, service), found, () -> "seed " + seed + ": " + service);
            }
        }
    }

    private static String name(Random random) {
        return Stream.generate(() -> random.nextBoolean() ? "a" : ".")
                .limit(random.nextInt(5))
                .reduce("", String::concat);
    }

    private static List<String> obvious(Map<String, String> byDomain, String service) {
        if (byDomain.containsKey(service)) {
            return List.of(byDomain.get(service));
        }
        return byDomain.keySet().stream()
                .filter(domain -> domain.startsWith("*") && service.endsWith(domain.substring(1)))
                .max(Comparator.comparingInt(String::length))
                .map(byDomain::get)
                .stream()
                .toList();
    }

    @Test
    void aRouteThatCoversAnotherTakesAllItsRequests() {
        long seed = new Random().nextLong();
        int covered = 0;
        for (int table = 0; table < 150; table++) {
            RandomRules rules = new RandomRules(seed + table);
            List<CompiledRoute> routes = rules.routes("c").stream()
                    .limit(8)
                    .map(route -> new CompiledRoute(route, List.of(), null))
                    .toList();
            List<RpcRequest> requests = Stream.generate(() -> (RpcRequest) rules.request("T"))
                    .limit(15)
                    .toList();
            for (CompiledRoute one : routes) {
                for (CompiledRoute other : routes) {
                    boolean claims = one != other && one.covers(other);
                    covered += claims ? 1 : 0;
                    requests.stream()
                            .filter(request -> claims && takes(other, request))
                            .forEach(request -> assertTrue(
                                    takes(one, request),
                                    () -> "seed " + seed + ": " + one.id() + " covers " + other.id() + ", " + request));
                }
            }
        }
        assertTrue(covered > 0, "no rule covered another");
    }

    private static boolean takes(CompiledRoute route, RpcRequest request) {
        return route.matches().stream()
                .anyMatch(entry ->
                        entry.stream().allMatch((CompiledCondition condition) -> condition.holds(request, SELF)));
    }
}
