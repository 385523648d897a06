package io.twinmesh.adapters.cli.demo;

import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;

/** Answers of a Dubbo provider that are kept back until they are let go: their calls are in flight for as long. Threads: any. */
final class HeldAnswers implements Relay.Answers {

    private interface Held {
        void letGo() throws IOException;
    }

    private final List<Held> held = new ArrayList<>();

    @Override
    public synchronized void pass(byte[] frame, OutputStream to) throws IOException {
        if (Relay.isEvent(frame)) {
            to.write(frame);
        } else {
            held.add(() -> to.write(frame));
        }
    }

    /** How many calls wait. */
    synchronized int count() {
        return held.size();
    }

    synchronized void letGo() throws IOException {
        for (Held each : held) {
            each.letGo();
        }
        held.clear();
    }
}
