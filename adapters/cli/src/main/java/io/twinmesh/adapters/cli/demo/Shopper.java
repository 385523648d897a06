package io.twinmesh.adapters.cli.demo;

/** A consumer process that makes the calls it is told to make. */
final class Shopper {

    private static final int SECONDS = 60;

    private final Child child;

    Shopper(Child child) {
        this.child = child;
    }

    /** Makes calls and waits for them: {@code NAME METHOD [count=N] [arg=VALUE]... [attachment.KEY=VALUE]...}. */
    Batch batch(String name, String calls) {
        child.tell("batch " + name + " " + calls);
        return result(name);
    }

    Tally calls(String name, String calls) {
        return batch(name, calls).answers();
    }

    /** Makes calls in the background until {@link #stop}. */
    void start(String name, String calls) {
        child.tell("start " + name + " " + calls);
    }

    Tally stop(String name) {
        child.tell("stop " + name);
        return result(name).answers();
    }

    private Batch result(String name) {
        return Batch.parse(child.await("{\"batch\":\"" + name + "\"", SECONDS));
    }
}
