package io.twinmesh.adapters.cli.demo;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What a scenario plays on.
 *
 * @param cart the application most calls come from
 * @param billing another one
 * @param legacy one that is built on Dubbo 2.7; only beside a sidecar
 * @param report takes each result as it is found
 */
record Stage(
        Shopper cart, Shopper billing, @Nullable Shopper legacy, LiveRules rules, boolean quick, Consumer<Row> report) {

    /** A number of calls, fewer if the demo is to be quick. */
    int calls(int full) {
        return quick ? full / 5 : full;
    }

    void expect(String scenario, String what, String expected, Tally observed, boolean met) {
        report.accept(new Row(scenario, what, expected, observed.toString(), met));
    }

    /** All of these calls must be answered by one provider. */
    void expectOnly(String scenario, String what, String provider, int times, Tally observed) {
        expect(scenario, what, times + " " + provider, observed, observed.only(provider, times));
    }
}
