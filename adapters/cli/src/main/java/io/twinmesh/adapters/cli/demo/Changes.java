package io.twinmesh.adapters.cli.demo;

import io.twinmesh.adapters.cli.CommandFailure;

/** A rule file replaced while calls run: the effect is seen, and no call is lost. */
final class Changes {

    private static final String FILE = "routes.yaml";

    private Changes() {}

    static void whileCallsRun(Stage stage) {
        stage.cart().start("change-running", "quote rate=200 seconds=60 arg=book");
        stage.rules().change(FILE);
        int looks = untilSeen(stage);
        Tally running = stage.cart().stop("change-running");
        stage.expect(
                "change",
                "quote while " + FILE + " is replaced",
                "v1 before, v2 after, nothing else",
                running,
                looks > 0 && running.of("v1") + running.of("v2") == running.total() && running.of("v2") > 0);
        int calls = stage.calls(100);
        stage.expectOnly(
                "change",
                calls + " x quote after it",
                "v2",
                calls,
                stage.cart().calls("change-after", "quote count=" + calls + " arg=book"));
    }

    /** How often it was looked until the new rule was seen, or 0 if it was not within ten seconds. */
    private static int untilSeen(Stage stage) {
        for (int look = 1; look <= 100; look++) {
            if (stage.cart().calls("change-look", "quote count=5 arg=book").only("v2", 5)) {
                return look;
            }
            pause();
        }
        return 0;
    }

    /** Between two looks at a rule file that a running sidecar takes up when it notices: there is nothing to wait on. */
    private static void pause() {
        try {
            Thread.sleep(100);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw CommandFailure.failed("demo: interrupted");
        }
    }
}
