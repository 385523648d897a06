package io.twinmesh.benchmarks.decision;

import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Rule documents of a given size for one service with two subsets. */
@SuppressWarnings("InlineFormatString") // the documents read better apart
public enum RuleText {
    /** Every rule asks an attachment to equal another text, as tags and lanes do. */
    TAGS {
        @Override
        String match(int rule) {
            return "attachments: {tag: {exact: lane-" + rule + "}}";
        }
    },
    /** Every rule asks a range of the first argument, as units do. */
    RANGES {
        @Override
        String match(int rule) {
            return "args: [{index: 0, int: {ranges: [\"" + rule * 10 + "~" + (rule * 10 + 9) + "\"], mod: 1000}}]";
        }
    },
    /** Every rule is for another method. */
    METHODS {
        @Override
        String match(int rule) {
            return "method: {exact: " + (rule == 0 ? "buy" : "other" + rule) + "}";
        }
    };

    static final String SERVICE = "com.acme.Trade";

    private static final String HEAD = """
            apiVersion: networking.istio.io/v1
            kind: ServiceEntry
            metadata: {name: trade}
            spec:
              hosts: [com.acme.Trade]
              ports: [{number: 20880, name: dubbo, protocol: Dubbo}]
              resolution: STATIC
              endpoints:
              - {address: 10.0.0.1, labels: {version: v1}}
              - {address: 10.0.0.2, labels: {version: v2}}
              - {address: 10.0.0.3, labels: {version: v2}}
            ---
            apiVersion: networking.istio.io/v1
            kind: DestinationRule
            metadata: {name: trade}
            spec:
              host: com.acme.Trade
              subsets: [{name: v1, labels: {version: v1}}, {name: v2, labels: {version: v2}}]
            ---
            apiVersion: networking.istio.io/v1
            kind: VirtualService
            metadata: {name: trade}
            spec:
              hosts: [com.acme.Trade]
              rpc:
            """;

    private static final String RULE = """
              - name: rule-%d
                match: [{%s}]
                route: [{destination: {host: com.acme.Trade, subset: v2}}]
            """;

    private static final String REST = """
              - name: rest
                route: [{destination: {host: com.acme.Trade, subset: v1}}]
            """;

    abstract String match(int rule);

    /** The documents with this many rules and a last one for everything else. */
    String documents(int rules) {
        String routes = IntStream.range(0, rules)
                .mapToObj(rule -> RULE.formatted(rule, match(rule)))
                .collect(Collectors.joining());
        return HEAD + routes + REST;
    }
}
