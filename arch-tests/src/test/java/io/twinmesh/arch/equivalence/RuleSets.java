package io.twinmesh.arch.equivalence;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/** Rule documents made from a seed: every field of the RPC dialect, every load balancer, limits of clusters, ejection. */
final class RuleSets {

    static final List<String> SERVICES = List.of("com.acme.Trade", "com.acme.Stock");

    private final Random random;
    private final Values values;

    RuleSets(long seed) {
        this.random = new Random(seed);
        this.values = new Values(random);
    }

    /** All Istio documents of one rule set. */
    String documents() {
        StringBuilder text = new StringBuilder();
        for (String service : SERVICES) {
            text.append(entry(service)).append(destination(service)).append(virtualService(service));
        }
        return text.toString();
    }

    private String entry(String service) {
        StringBuilder endpoints = new StringBuilder();
        for (int i = 1 + random.nextInt(6); i > 0; i--) {
            endpoints.append("  - {address: 10.0.%d.%d, weight: %s, labels: {version: %s, zone: %s}}%n"
                    .formatted(random.nextInt(4), i, one(1, 1, 2, 3), one("v1", "v2"), one("a", "b")));
        }
        return """
                apiVersion: networking.istio.io/v1
                kind: ServiceEntry
                metadata: {name: %s}
                spec:
                  hosts: [%s]
                  ports: [{number: 20880, name: dubbo, protocol: Dubbo}]
                  resolution: STATIC
                  endpoints:
                %s---
                """.formatted(name(service), service, endpoints);
    }

    private static String name(String service) {
        return service.substring(service.lastIndexOf('.') + 1).toLowerCase(java.util.Locale.ROOT);
    }

    private String destination(String service) {
        return """
                apiVersion: networking.istio.io/v1
                kind: DestinationRule
                metadata: {name: %s}
                spec:
                  host: %s
                  trafficPolicy: {loadBalancer: %s%s%s}
                  subsets:
                  - {name: v1, labels: {version: v1}}
                  - {name: v2, labels: {version: v2}, trafficPolicy: {loadBalancer: %s}}
                ---
                """.formatted(name(service), service, balancer(), pool(), ejection(), balancer());
    }

    private String pool() {
        return random.nextInt(4) > 0
                ? ""
                : ", connectionPool: {http: {http2MaxRequests: %d}}".formatted(1 + random.nextInt(3));
    }

    /** For longer than any run: this clock is real. */
    private String ejection() {
        return random.nextInt(4) > 0
                ? ""
                : ", outlierDetection: {consecutive5xxErrors: %d, baseEjectionTime: 1h, maxEjectionPercent: %d}"
                        .formatted(1 + random.nextInt(3), one(10, 50, 100));
    }

    private String balancer() {
        return one(
                "{simple: ROUND_ROBIN}",
                "{simple: RANDOM}",
                "{simple: LEAST_REQUEST}",
                "{consistentHash: {httpHeaderName: user}}",
                "{consistentHash: {argument: 0}}");
    }

    private String virtualService(String service) {
        StringBuilder routes = new StringBuilder();
        IntStream.range(0, random.nextInt(9)).forEach(i -> routes.append(route(service, "r" + i, matches())));
        if (random.nextInt(4) > 0) {
            routes.append(route(service, "rest", ""));
        }
        return routes.isEmpty() ? "" : """
                apiVersion: networking.istio.io/v1
                kind: VirtualService
                metadata: {name: %s}
                spec:
                  hosts: [%s]
                  rpc:
                %s---
                """.formatted(name(service), service, routes);
    }

    private String route(String service, String name, String matches) {
        return "  - name: %s%n%s%s    route:%n%s".formatted(name, matches, sticky(), destinations(service));
    }

    private String sticky() {
        return random.nextInt(4) > 0 ? "" : "    stickyBy: %s%n".formatted(one("{attachment: user}", "{argument: 0}"));
    }

    private String destinations(String service) {
        String one = "    - {destination: {host: %s%s}, weight: %d}%n"
                .formatted(service, one("", ", subset: v1"), 1 + random.nextInt(9));
        return random.nextBoolean()
                ? one
                : one
                        + "    - {destination: {host: %s, subset: v2}, weight: %d}%n"
                                .formatted(service, random.nextInt(9));
    }

    private String matches() {
        StringBuilder matches = new StringBuilder("    match:\n");
        for (int i = 1 + random.nextInt(2); i > 0; i--) {
            matches.append("    - {").append(String.join(", ", conditions())).append("}\n");
        }
        return matches.toString();
    }

    private List<String> conditions() {
        List<Supplier<String>> kinds = new ArrayList<>(List.of(
                () -> "method: " + text(one("buy", "sell", "echo", "b")),
                () -> "argc: " + random.nextInt(3),
                () -> "argp: [" + text(one("java.lang.Long", "int", "java.lang.Object")) + "]",
                () -> "args: [" + argument() + "]",
                () -> "attachments: {%s: %s}".formatted(values.attachmentName(), text(values.text())),
                () -> "withoutAttachments: {%s: %s}".formatted(values.attachmentName(), text(values.text())),
                () -> "sourceApplication: " + text(one("cart", "web", "c")),
                () -> "sourceLabels: {env: " + one("gray", "base") + "}",
                () -> "group: " + text(one("g1", "g2")),
                () -> "version: " + text(one("1.0.0", "2.0.0", "1."))));
        java.util.Collections.shuffle(kinds, random);
        return kinds.subList(0, 1 + random.nextInt(3)).stream()
                .map(Supplier::get)
                .toList();
    }

    private String argument() {
        int index = random.nextInt(2);
        return switch (random.nextInt(3)) {
            case 0 ->
                "{index: %d, int: {ranges: [\"%d~%d\", \"%d\"], mod: %d}}"
                        .formatted(index, random.nextInt(40), 40 + random.nextInt(40), random.nextInt(100), 100);
            case 1 -> "{index: %d, string: %s}".formatted(index, text(values.text()));
            default -> "{index: %d, bool: %s}".formatted(index, random.nextBoolean());
        };
    }

    private String text(String value) {
        return switch (random.nextInt(5)) {
            case 0 -> "{exact: \"%s\"}".formatted(value);
            case 1 -> "{prefix: \"%s\"}".formatted(value.substring(0, Math.min(2, value.length())));
            case 2 -> "{suffix: \"%s\"}".formatted(value.substring(Math.max(0, value.length() - 2)));
            case 3 -> "{regex: \".*%s.*\"}".formatted(value.substring(0, 1));
            default -> "{present: true}";
        };
    }

    @SafeVarargs
    private <T> T one(T... choices) {
        return choices[random.nextInt(choices.length)];
    }
}
