package io.twinmesh.core.kernel;

import io.twinmesh.api.Protocol;
import io.twinmesh.api.RpcRequest;
import io.twinmesh.api.SimpleRequest;
import io.twinmesh.api.model.BooleanMatch;
import io.twinmesh.api.model.Cluster;
import io.twinmesh.api.model.Cluster.TrafficPolicy;
import io.twinmesh.api.model.Condition;
import io.twinmesh.api.model.Endpoint;
import io.twinmesh.api.model.EndpointAssignment;
import io.twinmesh.api.model.HashKey;
import io.twinmesh.api.model.LbPolicy;
import io.twinmesh.api.model.NumberMatch;
import io.twinmesh.api.model.NumberMatch.Range;
import io.twinmesh.api.model.Origin;
import io.twinmesh.api.model.OutlierDetection;
import io.twinmesh.api.model.PolicySet;
import io.twinmesh.api.model.Route;
import io.twinmesh.api.model.RouteMatch;
import io.twinmesh.api.model.StringMatch;
import io.twinmesh.api.model.Subject;
import io.twinmesh.api.model.Subset;
import io.twinmesh.api.model.ValueMatch;
import io.twinmesh.api.model.VirtualHost;
import io.twinmesh.api.model.WeightedCluster;
import io.twinmesh.testkit.Requests;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Policies that a source of one's own might deliver: many of them wrong, some of them strange, from a world of few names. */
final class RandomPolicies {

    private static final List<String> TEXTS = List.of("", "a", "A", "v1", "gray", "7", "b(uy", "[a-z]+", "naïve ☃");
    private static final List<String> SERVICES = List.of("com.acme.Trade", "com.acme.Stock", "T", "");
    private static final List<String> DOMAINS = List.of("com.acme.Trade", "*", "*.Stock", "com.acme.Stock", "T");
    private static final List<String> ADDRESSES = List.of("10.0.0.1", "10.0.0.2", "fd00::1", "host", "", "256.0.0.1");
    private static final List<Long> NUMBERS = List.of(Long.MIN_VALUE, -3L, 0L, 1L, 7L, 99L, Long.MAX_VALUE);
    private static final List<Integer> INDEXES = List.of(-1, 0, 1, 300);
    private static final List<Duration> TIMES = List.of(
            Duration.ZERO,
            Duration.ofMillis(1),
            Duration.ofDays(36_500),
            Duration.ofDays(36_501),
            Duration.ofNanos(-1));

    private final Random random;
    private final List<String> names = new ArrayList<>();
    private final List<String> domains = new ArrayList<>();

    RandomPolicies(long seed) {
        random = new Random(seed);
    }

    private <T> T one(List<T> of) {
        return of.get(random.nextInt(of.size()));
    }

    private <T> List<T> some(int most, Supplier<T> make) {
        List<T> some = new ArrayList<>();
        IntStream.range(0, random.nextInt(most + 1)).forEach(i -> some.add(make.get()));
        return some;
    }

    private boolean rarely() {
        return random.nextInt(6) == 0;
    }

    PolicySet policy() {
        names.clear();
        names.addAll(SERVICES.subList(0, 1 + random.nextInt(SERVICES.size())));
        domains.clear();
        domains.addAll(DOMAINS);
        List<Cluster> clusters = names.stream().map(this::cluster).toList();
        List<EndpointAssignment> endpoints = new ArrayList<>();
        clusters.forEach(cluster -> endpoints.add(new EndpointAssignment(cluster.name(), some(6, this::endpoint))));
        if (random.nextInt(40) == 0) {
            endpoints.add(new EndpointAssignment(one(SERVICES), some(3, this::endpoint)));
        }
        List<VirtualHost> hosts = some(3, this::host);
        return new PolicySet("v" + random.nextInt(100), hosts, clusters, endpoints, List.of());
    }

    private Cluster cluster(String name) {
        List<Subset> subsets =
                some(1, () -> new Subset(one(List.of("v1", "v2")), labels(), random.nextBoolean() ? null : traffic()));
        return new Cluster(
                random.nextInt(40) == 0 ? one(SERVICES) : name,
                some(2, () -> one(SERVICES)),
                traffic(),
                subsets,
                origin());
    }

    private static Origin origin() {
        return new Origin("rules.yaml", "VirtualService/x");
    }

    private Map<String, String> labels() {
        return random.nextBoolean() ? Map.of() : Map.of("version", one(TEXTS));
    }

    private TrafficPolicy traffic() {
        OutlierDetection outlier = random.nextBoolean()
                ? null
                : new OutlierDetection(
                        random.nextInt(40) == 0 ? 0 : 1,
                        random.nextInt(40) == 0 ? one(TIMES) : TIMES.get(1),
                        one(List.of(0, 50, 100)));
        HashKey key = random.nextBoolean() ? null : key();
        return new TrafficPolicy(one(List.of(LbPolicy.values())), key, one(List.of(0, 0, 1, 5)), outlier);
    }

    private HashKey key() {
        return new HashKey(one(List.of(Subject.values())), one(TEXTS), one(INDEXES));
    }

    private Endpoint endpoint() {
        int weight = rarely() ? one(List.of(-1, 0, 65_535, 70_000, Integer.MAX_VALUE)) : 1 + random.nextInt(9);
        return Endpoint.of(one(ADDRESSES), one(List.of(0, 1, 20880, 65_535)), labels(), weight);
    }

    private VirtualHost host() {
        return new VirtualHost(origin(), some(2, this::domain), some(4, this::route));
    }

    /** Seldom one that another table has. */
    private String domain() {
        return domains.isEmpty() || random.nextInt(40) == 0
                ? one(DOMAINS)
                : domains.remove(random.nextInt(domains.size()));
    }

    private Route route() {
        List<WeightedCluster> to = new ArrayList<>(some(2, this::destination));
        to.add(new WeightedCluster(one(names), null, 1));
        List<RouteMatch> matches = some(3, () -> new RouteMatch(some(3, this::condition)));
        HashKey sticky = random.nextBoolean() ? null : key();
        Protocol protocol = rarely() ? one(List.of(Protocol.values())) : Protocol.RPC;
        return new Route("r" + random.nextInt(10_000), protocol, matches, to, sticky, origin());
    }

    private WeightedCluster destination() {
        boolean strange = random.nextInt(40) == 0;
        return new WeightedCluster(
                one(strange ? SERVICES : names),
                random.nextInt(40) == 0 ? "v1" : null,
                random.nextInt(40) == 0 ? one(List.of(-1, Integer.MAX_VALUE)) : random.nextInt(3));
    }

    private Condition condition() {
        return new Condition(
                one(List.of(Subject.values())), one(TEXTS), one(INDEXES), match(), random.nextBoolean(), "match[0]");
    }

    private ValueMatch match() {
        return switch (random.nextInt(3)) {
            case 0 -> new StringMatch(kind(), one(TEXTS), random.nextBoolean());
            case 1 -> new NumberMatch(some(3, () -> new Range(one(NUMBERS), one(NUMBERS))), one(NUMBERS));
            default -> new BooleanMatch(random.nextBoolean());
        };
    }

    /** Seldom an expression: most of the texts are none, and one of them makes a policy wrong. */
    private StringMatch.Kind kind() {
        StringMatch.Kind kind = one(List.of(StringMatch.Kind.values()));
        return kind == StringMatch.Kind.REGEX && random.nextInt(10) != 0 ? StringMatch.Kind.PREFIX : kind;
    }

    RpcRequest request() {
        SimpleRequest.Builder request =
                RpcRequest.builder(Requests.of(one(SERVICES), one(TEXTS)).key());
        TEXTS.forEach(name -> {
            if (random.nextBoolean()) {
                request.attachment(name, one(TEXTS));
            }
        });
        some(3, this::argument).forEach(argument -> request.argument(argument.value()));
        request.attachment(":path", one(List.of("", "?", "/a?a=7&gray", "/%zz?%zz=%", "?=&&=")));
        return request.port(one(INDEXES))
                .protocol(one(List.of(Protocol.values())))
                .build();
    }

    private record Argument(@Nullable Object value) {}

    private Argument argument() {
        return new Argument(
                switch (random.nextInt(5)) {
                    case 0 -> null;
                    case 1 -> one(TEXTS);
                    case 2 -> one(NUMBERS);
                    case 3 -> random.nextBoolean();
                    default -> List.of();
                });
    }
}
