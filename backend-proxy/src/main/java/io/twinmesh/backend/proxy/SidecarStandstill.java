package io.twinmesh.backend.proxy;

import io.netty.channel.Channel;
import io.netty.util.concurrent.Future;
import io.twinmesh.backend.proxy.LaneRecords.Part;
import io.twinmesh.backend.proxy.LaneRecords.Written;
import io.twinmesh.backend.proxy.link.Lane;
import io.twinmesh.backend.proxy.link.LaneOutput;
import io.twinmesh.backend.proxy.link.Passage;
import io.twinmesh.backend.proxy.link.SharedBytes;
import io.twinmesh.backend.proxy.link.Worker;
import io.twinmesh.backend.proxy.upgrade.Estate;
import io.twinmesh.backend.proxy.wire.FieldWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/** A sidecar that stands still: what its lanes say of themselves, and the way on or back. Threads: the one that conducts. */
final class SidecarStandstill implements Estate.Standstill {

    private static final int CLOSED_AT_ONCE = 16;
    private static final long BREATH_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

    private final Consumer<FieldWriter> state;
    private final Runnable serve;
    private final List<Listener> listeners;
    private final Workers workers;
    private final LaneRecords lanes;
    private final List<Part> parts = new ArrayList<>();
    private final Queue<Staying> staying = new ConcurrentLinkedQueue<>();
    private final List<Staying> told = new ArrayList<>();
    private long since;

    /**
     * One that is to come.
     *
     * @param state writes the state of everything but the lanes
     * @param serve called when it goes on after all
     */
    SidecarStandstill(Consumer<FieldWriter> state, Runnable serve, List<Listener> listeners, Workers workers) {
        this.state = state;
        this.serve = serve;
        this.listeners = listeners;
        this.workers = workers;
        this.lanes = new LaneRecords(listeners, workers);
    }

    /** A lane whose connections do not go over. */
    private record Staying(Worker worker, Lane lane, boolean drains) {

        private void announce(boolean draining) {
            Workers.on(worker, () -> {
                lane.announce(draining);
                return true;
            });
        }
    }

    /**
     * What is accepted comes to its loop before the loop stops: a listener's loop first hands it over, the other then registers it. If it cannot come to a
     * standstill, it has gone on when this returns.
     */
    void stop() {
        try {
            barrier();
            barrier();
            since = System.nanoTime();
            workers.all().forEach(worker -> worker.standStill(() -> prepare(worker)));
            barrier();
        } catch (RuntimeException | Error e) {
            thaw();
            throw e;
        }
    }

    private void barrier() {
        workers.all().forEach(worker -> Workers.on(worker, () -> true));
    }

    private void prepare(Worker worker) {
        for (Listener listener : listeners) {
            Lanes own = listener.lanes(worker);
            List.copyOf(own.waiting()).forEach(Detector::settleTrial);
            own.forEach(lane -> prepare(worker, lane));
        }
    }

    private void prepare(Worker worker, Lane lane) {
        Passage passage = lane.passage();
        if (passage == Passage.MOVE) {
            lane.standStill();
        } else {
            staying.add(new Staying(worker, lane, passage == Passage.DRAIN));
        }
    }

    @Override
    public long since() {
        return since;
    }

    /** The loops write their lanes while this thread writes the rest: nothing changes any of it. */
    @Override
    public void write(FieldWriter out, @Nullable SharedBytes shared) {
        List<Future<Written>> written = lanes.start(content -> new LaneOutput(content, shared));
        try {
            state.accept(out);
        } finally {
            for (Future<Written> ofWorker : written) {
                Written done = ofWorker.syncUninterruptibly().getNow();
                done.into(out);
                parts.addAll(done.parts());
            }
        }
    }

    /** Writes what it would if it stood still, but for the bytes that peers have not read; nothing is remembered. */
    void rehearse(FieldWriter out) {
        lanes.rehearse(written -> written.into(out));
    }

    /** The connections it would hand over if it stood still. */
    List<Channel> connections() {
        List<Part> all = new ArrayList<>();
        lanes.rehearse(written -> {
            written.bytes().release();
            all.addAll(written.parts());
        });
        return sockets(all);
    }

    @Override
    public List<Channel> sockets() {
        return sockets(parts);
    }

    private static List<Channel> sockets(List<Part> of) {
        return of.stream().flatMap(part -> part.output().channels().stream()).toList();
    }

    @Override
    public int staying() {
        return staying.size();
    }

    @Override
    public void moved(Set<Integer> kept) {
        try {
            onEach(number -> parts.get(number).moved(kept.contains(number)));
            close(kept);
        } finally {
            workers.all().forEach(Worker::goOn);
        }
        staying.stream().filter(Staying::drains).forEach(told::add);
        for (int i = 0; i < parts.size(); i++) {
            Lane lane = parts.get(i).lane();
            if (kept.contains(i) && lane != null) {
                told.add(new Staying(parts.get(i).worker(), lane, true));
            }
        }
        told.forEach(lane -> lane.announce(true));
    }

    /** Everything has come back: clients that were told to drain may send calls again. */
    void cameBack() {
        told.forEach(lane -> lane.announce(false));
    }

    /** Runs something for every part, on its worker's loop, and waits for it. */
    private void onEach(IntConsumer action) {
        for (Worker worker : workers.all()) {
            Workers.on(worker, () -> {
                for (int i = 0; i < parts.size(); i++) {
                    if (parts.get(i).worker() == worker) {
                        action.accept(i);
                    }
                }
                return true;
            });
        }
    }

    /** Closes what went over, little by little, because clients wait for the successor and nobody for this; at once if lanes go on here. */
    private void close(Set<Integer> kept) {
        int most = kept.isEmpty() && staying.isEmpty() ? CLOSED_AT_ONCE : Integer.MAX_VALUE;
        for (int i = 0; i < parts.size(); i++) {
            if (!kept.contains(i)) {
                close(parts.get(i), most);
            }
        }
    }

    private static void close(Part part, int most) {
        for (int from = 0; closesMore(part, from, most); from += most) {
            LockSupport.parkNanos(BREATH_NANOS); // if it is cut short, the next are closed a little sooner
        }
    }

    private static boolean closesMore(Part part, int from, int most) {
        return Workers.on(part.worker(), () -> part.output().close(from, most));
    }

    /** Every lane that may have come to a standstill, also if not all have said of themselves what they were to say. */
    @Override
    public void thaw() {
        try {
            for (Worker worker : workers.all()) {
                Workers.on(worker, () -> {
                    listeners.forEach(listener -> listener.lanes(worker).forEach(SidecarStandstill::thaw));
                    return true;
                });
            }
        } finally {
            workers.all().forEach(Worker::goOn);
            serve.run();
        }
    }

    private static void thaw(Lane lane) {
        if (lane.passage() == Passage.MOVE) {
            lane.thawed();
        }
    }
}
