package io.twinmesh.arch.equivalence;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Supplier;

/** Sentinel rule files made from a seed: every kind of rule, with thresholds that some calls reach and others do not. */
final class SentinelRules {

    private static final String BUY = "buy(java.lang.Long,java.lang.String)";

    private final Random random;
    private final Values values;

    SentinelRules(long seed) {
        this.random = new Random(~seed);
        this.values = new Values(random);
    }

    /** Texts of the files, by name. */
    Map<Path, String> files() {
        return Map.of(
                Path.of("cart-flow-rules.json"), some(3, this::flow),
                Path.of("cart-param-rules.json"), some(2, this::param),
                Path.of("cart-degrade-rules.json"), some(2, this::degrade),
                Path.of("cart-authority-rules.json"), random.nextInt(4) > 0 ? "[]" : "[" + authority() + "]",
                Path.of("cart-system-rules.json"), random.nextInt(5) > 0 ? "[]" : "[" + system() + "]");
    }

    private String some(int most, Supplier<String> rule) {
        List<String> rules = new ArrayList<>();
        for (int i = random.nextInt(most + 1); i > 0; i--) {
            rules.add(rule.get());
        }
        return "[" + String.join(",", rules) + "]";
    }

    private String resource() {
        String service = values.service();
        return random.nextBoolean() ? service : service + ":" + one(BUY, "sell(int)", "echo(java.lang.Object)");
    }

    private String flow() {
        return switch (random.nextInt(40)) {
            case 0 -> queueing();
            case 1, 2, 3 ->
                "{\"resource\": \"%s\", \"grade\": 1, \"count\": %d, \"controlBehavior\": 1, \"warmUpPeriodSec\": 2}"
                        .formatted(resource(), 5 + random.nextInt(40));
            case 4, 5, 6 ->
                "{\"resource\": \"%s\", \"grade\": 1, \"count\": %d, \"strategy\": 1, \"refResource\": \"%s\"}"
                        .formatted(resource(), 1 + random.nextInt(20), resource());
            case 7, 8, 9, 10, 11, 12 ->
                "{\"resource\": \"%s\", \"grade\": 0, \"count\": %d}".formatted(resource(), random.nextInt(4));
            default ->
                "{\"resource\": \"%s\", \"grade\": 1, \"count\": %d, \"limitApp\": \"%s\"}"
                        .formatted(resource(), one(0, 2, 10, 1_000_000_000), one("default", "cart", "other"));
        };
    }

    /** Really waits, a millisecond or two: seldom. */
    private String queueing() {
        return "{\"resource\": \"%s\", \"grade\": 1, \"count\": 1000, \"controlBehavior\": 2, \"maxQueueingTimeMs\": 2}"
                .formatted(resource());
    }

    private String param() {
        return """
                {"resource": "%s", "grade": %d, "paramIdx": %d, "count": %d, "durationInSec": 1, "burstCount": %d,
                 "paramFlowItemList": [{"object": "vip", "count": %d, "classType": "java.lang.String"},
                                       {"object": "7", "count": 0, "classType": "long"}]}
                """.formatted(
                        values.service() + ":" + one(BUY, "sell(int)", "echo(java.lang.Object)"),
                        one(0, 1, 1),
                        one(0, 1, -1),
                        1 + random.nextInt(3),
                        random.nextInt(2),
                        random.nextInt(5));
    }

    private String degrade() {
        String rest = "\"timeWindow\": %d, \"minRequestAmount\": %d, \"statIntervalMs\": 1000}"
                .formatted(1 + random.nextInt(2), 1 + random.nextInt(4));
        String resource = "{\"resource\": \"%s\", ".formatted(resource());
        return switch (random.nextInt(3)) {
            case 0 ->
                resource
                        + "\"grade\": 0, \"count\": %d, \"slowRatioThreshold\": 0.%d, "
                                .formatted(random.nextInt(300), 1 + random.nextInt(8))
                        + rest;
            case 1 -> resource + "\"grade\": 1, \"count\": 0.%d, ".formatted(1 + random.nextInt(8)) + rest;
            default -> resource + "\"grade\": 2, \"count\": %d, ".formatted(1 + random.nextInt(4)) + rest;
        };
    }

    private String authority() {
        return "{\"resource\": \"%s\", \"limitApp\": \"%s\", \"strategy\": %d}"
                .formatted(resource(), one("cart", "cart,web", "web"), one(0, 1));
    }

    private String system() {
        return switch (random.nextInt(5)) {
            case 0 -> "{\"qps\": %d}".formatted(1 + random.nextInt(10));
            case 1 -> "{\"maxThread\": %d}".formatted(random.nextInt(3));
            case 2 -> "{\"avgRt\": %d}".formatted(10 + random.nextInt(200));
            case 3 -> "{\"highestSystemLoad\": %d.5}".formatted(random.nextInt(4));
            default -> "{\"highestCpuUsage\": 0.%d}".formatted(1 + random.nextInt(9));
        };
    }

    @SafeVarargs
    private <T> T one(T... choices) {
        return choices[random.nextInt(choices.length)];
    }
}
