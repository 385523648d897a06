package io.twinmesh.core.route;

import static io.twinmesh.testkit.Policies.attachment;
import static io.twinmesh.testkit.Policies.method;
import static io.twinmesh.testkit.Policies.route;
import static io.twinmesh.testkit.Policies.to;
import static io.twinmesh.testkit.Policies.when;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.twinmesh.api.MethodKey;
import io.twinmesh.api.RequestDepth;
import io.twinmesh.api.RpcRequest;
import io.twinmesh.api.model.Condition;
import io.twinmesh.api.model.NumberMatch;
import io.twinmesh.api.model.Route;
import io.twinmesh.api.model.RouteMatch;
import io.twinmesh.api.model.Subject;
import io.twinmesh.core.match.CompiledCondition;
import io.twinmesh.core.match.Identity;
import io.twinmesh.testkit.Requests;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class MethodRoutesTest {

    private static final Identity SELF = new Identity("a", Map.of("env", "ab"));
    private static final MethodKey BUY = MethodKey.of("T", "buy");
    private static final MethodKey SELL = MethodKey.of("T", "sell");

    private static List<CompiledRoute> compiled(Route... routes) {
        return Arrays.stream(routes)
                .map(route -> new CompiledRoute(route, List.of(), null))
                .toList();
    }

    /** The rule of the dialect, word by word. */
    private static String obvious(List<Route> routes, RpcRequest request) {
        for (Route route : routes) {
            for (RouteMatch entry : route.matches()) {
                boolean all = true;
                for (Condition condition : entry.conditions()) {
                    all &= new CompiledCondition(condition).holds(request, SELF);
                }
                if (all) {
                    return route.id();
                }
            }
        }
        return null;
    }

    @Test
    void compiledRulesChooseAsTheObviousModelDoes() {
        long seed = new Random().nextLong();
        for (int table = 0; table < 500; table++) {
            RandomRules rules = new RandomRules(seed + table);
            List<Route> routes = rules.routes("c");
            List<CompiledRoute> compiled = compiled(routes.toArray(Route[]::new));
            for (int i = 0; i < 20; i++) {
                RpcRequest request = rules.request("T");
                CompiledRoute chosen =
                        MethodRoutes.of(compiled, request.key(), SELF).select(request, SELF);
                assertEquals(
                        obvious(routes, request),
                        chosen == null ? null : chosen.id(),
                        "seed " + (seed + table) + ": " + request);
            }
        }
    }

    @Test
    void manyEqualitiesAreFoundByALookUpInTheSameOrder() {
        Route[] routes = IntStream.range(0, 100)
                .mapToObj(i -> route("r" + i, when(attachment("tag", "t" + i % 50)), to("c")))
                .toArray(Route[]::new);
        MethodRoutes table = MethodRoutes.of(compiled(routes), BUY, SELF);

        for (int i = 0; i < 50; i++) {
            assertEquals(
                    "r" + i,
                    table.select(Requests.with("T", "buy", "tag", "t" + i), SELF)
                            .id());
        }
        assertNull(table.select(Requests.with("T", "buy", "tag", "other"), SELF));
        assertNull(table.select(Requests.of("T", "buy"), SELF));
    }

    @Test
    void twoTextsAskedOfOnePartNeverMatch() {
        Route[] routes = IntStream.range(0, 10)
                .mapToObj(i ->
                        route("r" + i, when(attachment("tag", "t" + i), attachment("tag", "t" + (i + 1))), to("c")))
                .toArray(Route[]::new);

        assertNull(MethodRoutes.of(compiled(routes), BUY, SELF).select(Requests.with("T", "buy", "tag", "t1"), SELF));
    }

    @Test
    void aRuleOnAttachmentsOfAnotherMethodDoesNotDeepenThisOne() {
        List<CompiledRoute> routes = compiled(
                route("gray-sellers", when(method("sell"), attachment("tag", "gray")), to("c")),
                route("rest", List.of(), to("c")));

        assertEquals(RequestDepth.NAMES, MethodRoutes.of(routes, BUY, SELF).depth());
        assertEquals(
                RequestDepth.ATTACHMENTS, MethodRoutes.of(routes, SELL, SELF).depth());
    }

    @Test
    void whatCannotBeReachedDoesNotDeepen() {
        List<CompiledRoute> routes = compiled(
                route("all-buyers", when(method("buy")), to("c")),
                route("gray", when(attachment("tag", "gray")), to("c")));

        assertEquals(RequestDepth.NAMES, MethodRoutes.of(routes, BUY, SELF).depth());
        assertEquals(
                RequestDepth.ATTACHMENTS, MethodRoutes.of(routes, SELL, SELF).depth());
    }

    @Test
    void argumentsAreLessDeepThanAttachments() {
        Condition user = Condition.indexed(Subject.ARGUMENT, 0, NumberMatch.exact(7), "");

        assertEquals(
                RequestDepth.ARGUMENTS,
                MethodRoutes.of(compiled(route("vip", when(user), to("c"))), BUY, SELF)
                        .depth());
    }

    @Test
    void aRouteCoversWhatAsksForMore() {
        CompiledRoute gray = compiled(route("gray", when(attachment("tag", "gray")), to("c")))
                .get(0);
        CompiledRoute more = compiled(route("more", when(method("buy"), attachment("tag", "gray")), to("c")))
                .get(0);

        assertTrue(gray.covers(more));
        assertFalse(more.covers(gray));
    }
}
