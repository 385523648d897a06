package io.twinmesh.adapters.cli.demo;

import io.twinmesh.adapters.cli.CommandFailure;

/** A Sentinel flow rule: 20 calls of {@code sell} a second, {@code demo/rules/shop-flow-rules.json}. */
final class Limits {

    private static final int LIMIT = 20;
    private static final int CALLS = 60;
    private static final long WINDOW_MILLIS = 1_200;
    /** A burst that takes longer spans more than one of the windows that Sentinel counts in. */
    private static final long BURST_MILLIS = 450;

    private Limits() {}

    static void burst(Stage stage) {
        Batch burst = burst(stage.cart());
        for (int attempt = 1; attempt < 4 && burst.millis() > BURST_MILLIS; attempt++) {
            burst = burst(stage.cart());
        }
        Tally tally = burst.answers();
        boolean met = tally.of("v2") == LIMIT && tally.of("throttled") == CALLS - LIMIT && tally.total() == CALLS;
        stage.expect("limit", CALLS + " x sell at once", "40 throttled, 20 v2", tally, met);
        if (!stage.quick()) {
            steady(stage);
        }
    }

    private static void steady(Stage stage) {
        pause();
        Tally tally = stage.cart().calls("limit-steady", "sell seconds=5 rate=50 arg=book");
        boolean met = Math.abs(tally.of("v2") - 5 * LIMIT) <= LIMIT
                && tally.of("v2") + tally.of("throttled") == tally.total();
        stage.expect("limit", "sell, 50 a second for 5 s", "20 a second, 80 to 120 v2", tally, met);
    }

    private static Batch burst(Shopper shopper) {
        pause();
        return shopper.batch("limit-burst", "sell count=" + CALLS + " threads=4 arg=book");
    }

    /** Until no call of before counts any more: Sentinel's windows go by the clock, and nobody says when one has passed. */
    private static void pause() {
        try {
            Thread.sleep(WINDOW_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw CommandFailure.failed("demo: interrupted");
        }
    }
}
