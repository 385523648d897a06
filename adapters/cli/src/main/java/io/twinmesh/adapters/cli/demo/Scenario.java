package io.twinmesh.adapters.cli.demo;

import java.util.Arrays;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** The parts of the demo, in the order they are played. The last one changes the rules. */
enum Scenario {
    METHOD(Splits::byMethod),
    ARGUMENT(Splits::byArgument),
    ATTACHMENT(Splits::byAttachment),
    CALLER(Splits::byCaller),
    WEIGHT(Splits::byWeight),
    DUBBO27(Splits::fromDubbo27),
    LIMIT(Limits::burst),
    CHANGE(Changes::whileCallsRun);

    @SuppressWarnings("ImmutableEnumChecker") // a method reference without state
    private final Consumer<Stage> play;

    Scenario(Consumer<Stage> play) {
        this.play = play;
    }

    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    void play(Stage stage) {
        play.accept(stage);
    }

    static String words() {
        return Arrays.stream(values()).map(Scenario::word).collect(Collectors.joining(", "));
    }
}
