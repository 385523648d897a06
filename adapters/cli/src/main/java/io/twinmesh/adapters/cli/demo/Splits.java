package io.twinmesh.adapters.cli.demo;

/** Scenarios that show where calls go. What they expect is written in {@code demo/rules/routes.yaml}. */
final class Splits {

    private Splits() {}

    static void byMethod(Stage stage) {
        Tally sell = stage.cart().calls("method-sell", "sell count=10 arg=book");
        stage.expectOnly("method", "10 x sell(book)", "v2", 10, sell);
        int calls = stage.calls(100);
        Tally quote = stage.cart().calls("method-quote", "quote count=" + calls + " arg=book");
        stage.expectOnly("method", calls + " x quote(book)", "v1", calls, quote);
    }

    static void byArgument(Stage stage) {
        buyers(stage, stage.cart(), "argument", "buyers 0 to 199");
        int calls = stage.calls(100);
        Tally vip = stage.cart().calls("argument-vip", "buy count=" + calls + " arg=50 arg=vip-ticket");
        stage.expectOnly("argument", calls + " x buy(50, vip-ticket)", "v2", calls, vip);
    }

    private static void buyers(Stage stage, Shopper shopper, String scenario, String who) {
        Tally tally = shopper.calls(scenario + "-buyers", "buy count=200 arg=0..199 arg=book");
        boolean met = tally.of("v1") == 180 && tally.of("v2") == 20 && tally.total() == 200;
        stage.expect(scenario, "200 x buy, " + who, "180 v1, 20 v2", tally, met);
    }

    static void byAttachment(Stage stage) {
        int calls = stage.calls(100);
        Tally gray = stage.cart().calls("attachment-gray", "quote count=" + calls + " arg=book attachment.tag=gray");
        stage.expectOnly("attachment", calls + " x quote, tag=gray", "v2", calls, gray);
        Tally blue = stage.cart().calls("attachment-blue", "quote count=" + calls + " arg=book attachment.tag=blue");
        stage.expectOnly("attachment", calls + " x quote, tag=blue", "v1", calls, blue);
    }

    static void byCaller(Stage stage) {
        int calls = stage.calls(100);
        Tally billing = stage.billing().calls("caller-billing", "quote count=" + calls + " arg=book");
        stage.expectOnly("caller", calls + " x quote, from billing", "v2", calls, billing);
        Tally cart = stage.cart().calls("caller-cart", "quote count=" + calls + " arg=book");
        stage.expectOnly("caller", calls + " x quote, from cart", "v1", calls, cart);
    }

    /** Five standard deviations of 1000 draws are 63: chance does not spoil the demo. */
    static void byWeight(Stage stage) {
        Tally tally = stage.cart().calls("weight", "quote count=1000 threads=4 arg=book attachment.campaign=on");
        boolean met = tally.total() == 1000
                && tally.of("v1") + tally.of("v2") == 1000
                && Math.abs(tally.of("v2") - 200) <= 63;
        stage.expect("weight", "1000 x quote, campaign=on", "v1 to v2 as 80 to 20", tally, met);
    }

    static void fromDubbo27(Stage stage) {
        Shopper legacy = stage.legacy();
        if (legacy != null) {
            buyers(stage, legacy, "dubbo27", "Dubbo 2.7, buyers 0 to 199");
            int calls = stage.calls(100);
            Tally gray = legacy.calls("dubbo27-gray", "quote count=" + calls + " arg=book attachment.tag=gray");
            stage.expectOnly("dubbo27", calls + " x quote, Dubbo 2.7, tag=gray", "v2", calls, gray);
        }
    }
}
