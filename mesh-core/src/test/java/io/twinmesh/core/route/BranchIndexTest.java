package io.twinmesh.core.route;

import static io.twinmesh.testkit.Policies.attachment;
import static io.twinmesh.testkit.Policies.route;
import static io.twinmesh.testkit.Policies.to;
import static io.twinmesh.testkit.Policies.when;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.twinmesh.api.MethodKey;
import io.twinmesh.api.RpcRequest;
import io.twinmesh.api.model.Condition;
import io.twinmesh.api.model.NumberMatch;
import io.twinmesh.api.model.NumberMatch.Range;
import io.twinmesh.api.model.Route;
import io.twinmesh.api.model.Subject;
import io.twinmesh.core.kernel.Allocations;
import io.twinmesh.core.match.Identity;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Indexes find what trying one by one finds, and take room in proportion to the rules. */
final class BranchIndexTest {

    private static final Identity SELF = new Identity("a", Map.of());
    private static final MethodKey BUY = MethodKey.of("T", "buy", "long", "java.lang.String");
    private static final long[] EDGES = {Long.MIN_VALUE, -1_000, -7, -1, 0, 1, 6, 7, 8, 99, 1_000, Long.MAX_VALUE};

    private static Condition number(int argument, long mod, Range... ranges) {
        return Condition.indexed(Subject.ARGUMENT, argument, new NumberMatch(List.of(ranges), mod), "");
    }

    private static List<CompiledRoute> compiled(List<Route> routes) {
        return routes.stream()
                .map(route -> new CompiledRoute(route, List.of(), null))
                .toList();
    }

    private static List<Branch> branches(List<CompiledRoute> routes) {
        return new BranchCompiler(SELF).reachable(routes, BUY);
    }

    private static RpcRequest call(@Nullable Object first, @Nullable Object second) {
        return RpcRequest.builder(BUY).argument(first).argument(second).build();
    }

    private static @Nullable String select(Branches branches, RpcRequest request) {
        CompiledRoute route = branches.select(request, SELF);
        return route == null ? null : route.id();
    }

    private static long edge(Random random) {
        return EDGES[random.nextInt(EDGES.length)] + (random.nextInt(3) == 0 ? random.nextInt(5) : 0);
    }

    private static Range range(Random random) {
        long a = edge(random);
        long b = random.nextBoolean() ? a : edge(random);
        return new Range(Math.min(a, b), random.nextInt(9) == 0 ? Math.min(a, b) - 3 : Math.max(a, b));
    }

    private static Condition condition(Random random) {
        long mod = random.nextInt(4) == 0 ? 10 : 0;
        Range[] ranges =
                Stream.generate(() -> range(random)).limit(random.nextInt(4)).toArray(Range[]::new);
        Condition numbers = number(random.nextInt(6) == 0 ? 1 : 0, mod, ranges);
        return switch (random.nextInt(8)) {
            case 0 -> numbers.not();
            case 1 -> attachment("tag", "t" + random.nextInt(4));
            default -> numbers;
        };
    }

    private static List<Route> routes(Random random) {
        return IntStream.range(0, 6 + random.nextInt(25))
                .mapToObj(i -> route(
                        "r" + i,
                        when(Stream.generate(() -> condition(random))
                                .limit(1 + random.nextInt(2))
                                .toArray(Condition[]::new)),
                        to("c")))
                .toList();
    }

    private static @Nullable Object argument(Random random) {
        return switch (random.nextInt(9)) {
            case 0 -> (int) edge(random);
            case 1 -> 7.0;
            case 2 -> "7";
            case 3 -> null;
            case 4 -> random.nextLong();
            default -> edge(random);
        };
    }

    @Test
    void rangesAreFoundAsIfTriedOneByOne() {
        long seed = new Random().nextLong();
        for (int table = 0; table < 150; table++) {
            Random random = new Random(seed + table);
            List<CompiledRoute> routes = compiled(routes(random));
            Branches slow = new LinearBranches(branches(routes));
            Branches fast = new BranchCompiler(SELF).compile(routes, BUY);
            for (int i = 0; i < 40; i++) {
                RpcRequest request = RpcRequest.builder(BUY)
                        .argument(argument(random))
                        .argument(argument(random))
                        .attachment("tag", "t" + random.nextInt(5))
                        .build();
                assertEquals(
                        select(slow, request),
                        select(fast, request),
                        () -> "seed " + seed + ": " + request.argument(0) + ", " + request.argument(1));
            }
        }
    }

    @Test
    void theEndsOfNumbersBelongToTheirRanges() {
        List<Range> halves = List.of(
                new Range(Long.MIN_VALUE, Long.MIN_VALUE),
                new Range(Long.MIN_VALUE + 1, -1),
                new Range(0, 0),
                new Range(1, 6),
                new Range(7, 7),
                new Range(9, Long.MAX_VALUE));
        List<Route> routes = IntStream.range(0, halves.size())
                .mapToObj(i -> route("r" + i, when(number(0, 0, halves.get(i))), to("c")))
                .toList();
        Branches found = new BranchCompiler(SELF).compile(compiled(routes), BUY);

        assertTrue(found instanceof RangedBranches, found.getClass().getName());
        assertEquals("r0", select(found, call(Long.MIN_VALUE, null)));
        assertEquals("r1", select(found, call(-1L, null)));
        assertEquals("r2", select(found, call(0, null)));
        assertEquals("r4", select(found, call(7, null)));
        assertNull(select(found, call(8L, null)));
        assertEquals("r5", select(found, call(9L, null)));
        assertEquals("r5", select(found, call(Long.MAX_VALUE, null)));
        assertNull(select(found, call(0.0, null)));
    }

    @Test
    void groupsHoldNoMoreThanAnIndexSays() {
        long seed = new Random().nextLong();
        for (int table = 0; table < 100; table++) {
            List<Branch> branches = branches(compiled(routes(new Random(seed + table))));
            Stream.of(TextIndex.over(branches), RangeIndex.over(branches))
                    .flatMap((@Nullable BranchIndex index) -> Stream.ofNullable(index))
                    .forEach(index -> {
                        List<Integer> sizes = sizes(index, branches);
                        assertEquals(index.buckets() + 1, sizes.size(), "seed " + seed);
                        int all = sizes.stream().mapToInt(size -> size).sum();
                        assertTrue(all <= index.copies(branches), () -> "seed " + seed + ": " + all + " branches");
                    });
        }
    }

    private static List<Integer> sizes(BranchIndex index, List<Branch> branches) {
        List<Integer> sizes = new ArrayList<>();
        index.build(branches, group -> {
            sizes.add(group.size());
            return new LinearBranches(group);
        });
        return sizes;
    }

    @Test
    void nothingIsKeptBehindABranchThatTakesAllOfItsGroup() {
        List<Branch> branches = branches(compiled(List.of(
                route("a", when(attachment("tag", "a")), to("c")),
                route("a-and-unit", when(attachment("tag", "a"), attachment("unit", "u")), to("c")),
                route("b", when(attachment("tag", "b")), to("c")))));
        BranchIndex index = TextIndex.over(branches);

        assertEquals(List.of(0, 1, 1), sizes(index, branches).stream().sorted().toList());
    }

    @Test
    void rulesThatAskOfManyPartsTakeRoomInProportion() throws ReflectiveOperationException {
        List<Route> routes = new ArrayList<>();
        for (int text = 0; text < 3; text++) {
            for (int part = 0; part < 12; part++) {
                routes.add(route(part + "-" + text, when(attachment("part" + part, "t" + text)), to("c")));
            }
        }

        assertCompiledWithin(4_000_000, routes);
    }

    @Test
    void rangesThatOverlapTakeRoomInProportion() throws ReflectiveOperationException {
        List<Route> routes = IntStream.range(0, 1_500)
                .mapToObj(i -> route("r" + i, when(number(0, 0, new Range(i, 100_000 + i))), to("c")))
                .toList();

        assertCompiledWithin(20_000_000, routes);
    }

    private static void assertCompiledWithin(long most, List<Route> routes) throws ReflectiveOperationException {
        List<CompiledRoute> compiled = compiled(routes);
        Allocations allocations = new Allocations();
        long before = allocations.ofThisThread();

        MethodRoutes made = MethodRoutes.of(compiled, BUY, SELF);

        long bytes = allocations.ofThisThread() - before;
        assertNull(made.select(call("no number", null), SELF));
        assertTrue(bytes < most, () -> routes.size() + " routes: " + bytes + " bytes (expected: under " + most + ")");
    }
}
