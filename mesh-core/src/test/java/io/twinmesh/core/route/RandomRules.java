package io.twinmesh.core.route;

import io.twinmesh.api.MethodKey;
import io.twinmesh.api.Protocol;
import io.twinmesh.api.RpcRequest;
import io.twinmesh.api.SimpleRequest;
import io.twinmesh.api.model.BooleanMatch;
import io.twinmesh.api.model.Condition;
import io.twinmesh.api.model.NumberMatch;
import io.twinmesh.api.model.NumberMatch.Range;
import io.twinmesh.api.model.Origin;
import io.twinmesh.api.model.Route;
import io.twinmesh.api.model.RouteMatch;
import io.twinmesh.api.model.StringMatch;
import io.twinmesh.api.model.Subject;
import io.twinmesh.api.model.ValueMatch;
import io.twinmesh.api.model.WeightedCluster;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Rules and requests drawn from few values, so that they meet often. */
public final class RandomRules {

    private static final String[] TEXTS = {"a", "b", "c", "d", "ab", "ba"};
    private static final String[] KEYS = {"tag", "unit"};
    private static final String[] METHODS = {"buy", "sell"};
    private static final Origin NOWHERE = new Origin("", "");

    private final Random random;

    public RandomRules(long seed) {
        this.random = new Random(seed);
    }

    /** A table of routes to one cluster; every second one asks mostly for equal texts, so that it is indexed. */
    public List<Route> routes(String cluster) {
        boolean equalities = random.nextBoolean();
        return IntStream.range(0, 1 + random.nextInt(30))
                .mapToObj(i -> new Route(
                        "r" + i,
                        Protocol.RPC,
                        many(3, () -> new RouteMatch(many(3, () -> condition(equalities)))),
                        List.of(new WeightedCluster(cluster, null, 1)),
                        null,
                        NOWHERE))
                .toList();
    }

    private <T> List<T> many(int most, Supplier<T> one) {
        return Stream.generate(one).limit(1 + random.nextInt(most)).toList();
    }

    private Condition condition(boolean equalities) {
        Condition made = equalities && random.nextInt(5) > 0
                ? Condition.keyed(Subject.ATTACHMENT, KEYS[0], StringMatch.exact(text()), "")
                : anything();
        return random.nextInt(8) == 0 ? made.not() : made;
    }

    private Condition anything() {
        return switch (random.nextInt(7)) {
            case 0 -> Condition.of(Subject.METHOD, StringMatch.exact(METHODS[random.nextInt(2)]), "");
            case 1 -> Condition.keyed(Subject.ATTACHMENT, KEYS[random.nextInt(2)], value(), "");
            case 2 -> Condition.indexed(Subject.ARGUMENT, random.nextInt(3), value(), "");
            case 3 -> Condition.of(Subject.CALLER, value(), "");
            case 4 -> Condition.of(Subject.ARGUMENT_COUNT, NumberMatch.exact(random.nextInt(3)), "");
            case 5 -> Condition.of(Subject.GROUP, value(), "");
            default -> Condition.keyed(Subject.SOURCE_LABEL, "env", value(), "");
        };
    }

    private ValueMatch value() {
        return switch (random.nextInt(7)) {
            case 0 -> StringMatch.present();
            case 1 -> StringMatch.of(StringMatch.Kind.PREFIX, text());
            case 2 -> StringMatch.of(StringMatch.Kind.REGEX, text() + ".?");
            case 3 -> new NumberMatch(List.of(new Range(0, random.nextInt(5))), random.nextInt(3));
            case 4 -> new BooleanMatch(random.nextBoolean());
            default -> StringMatch.exact(text());
        };
    }

    private String text() {
        return TEXTS[random.nextInt(TEXTS.length)];
    }

    /** A request that may meet any of them. */
    public SimpleRequest request(String service) {
        int arguments = random.nextInt(3);
        List<String> types =
                Stream.generate(() -> "java.lang.Object").limit(arguments).toList();
        SimpleRequest.Builder builder =
                RpcRequest.builder(MethodKey.of(service, "", METHODS[random.nextInt(2)], types));
        IntStream.range(0, arguments).forEach(i -> builder.argument(argument()));
        for (String key : new String[] {"tag", "unit", "group", "remote.application"}) {
            if (random.nextInt(3) > 0) {
                builder.attachment(key, text());
            }
        }
        return builder.build();
    }

    private Object argument() {
        return switch (random.nextInt(5)) {
            case 0 -> random.nextInt(8) - 2;
            case 1 -> random.nextBoolean();
            case 2 -> null;
            case 3 -> List.of();
            default -> text();
        };
    }
}
