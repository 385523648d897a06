package io.twinmesh.backend.proxy.upgrade;

/** What a new process takes of the processors while it gets ready: less than the one that serves, whoever they are shared by. Threads: one. */
final class Share {

    private final Autogroup session = Autogroup.stepBack();
    private final Niceness threads = Niceness.stepBack();

    private Share() {}

    static Share stepBack() {
        return new Share();
    }

    /** Whether its threads give way to others that run beside them, not only its session to other sessions. */
    boolean givesWay() {
        return threads.isBack();
    }

    /** Takes the usual share again; nothing if it has it. */
    void stepForth() {
        session.stepForth();
        threads.stepForth();
    }
}
