package io.twinmesh.backend.proxy;

import io.netty.buffer.ByteBuf;
import io.netty.util.concurrent.Future;
import io.twinmesh.backend.proxy.link.Lane;
import io.twinmesh.backend.proxy.link.LaneOutput;
import io.twinmesh.backend.proxy.link.Passage;
import io.twinmesh.backend.proxy.link.Worker;
import io.twinmesh.backend.proxy.wire.FieldWriter;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What the lanes of a sidecar that move say of themselves. Threads: the one that conducts; every lane writes on its worker's loop.
 *
 * @param listeners whose lanes they are
 */
record LaneRecords(List<Listener> listeners, Workers workers) {

    private static final long TURN_NANOS = TimeUnit.MICROSECONDS.toNanos(200);

    /**
     * A lane on a worker that has said what there is of it.
     *
     * @param lane null for connections whose protocol is not known yet
     */
    record Part(Worker worker, @Nullable Lane lane, LaneOutput output) {

        void moved(boolean kept) {
            if (lane == null) {
                return;
            }
            if (kept) {
                lane.thawed();
            } else {
                lane.moved();
            }
        }
    }

    /** All lanes of a worker. */
    record Written(ByteBuf bytes, List<Part> parts) {

        private static Written begun(Worker worker) {
            return new Written(worker.transport().allocator().buffer(), new ArrayList<>());
        }

        private FieldWriter fields() {
            return new FieldWriter(bytes);
        }

        private LaneOutput part(Worker worker, @Nullable Lane lane, LaneOutput output) {
            parts.add(new Part(worker, lane, output));
            return output;
        }

        /** Appends it, and gives its bytes back. */
        void into(FieldWriter out) {
            out.raw(bytes);
            bytes.release();
        }
    }

    /** All workers at once, while they stand still. */
    List<Future<Written>> start(Function<FieldWriter, LaneOutput> outputs) {
        List<Future<Written>> written = new ArrayList<>();
        for (int i = 0; i < workers.all().size(); i++) {
            Worker worker = workers.all().get(i);
            int number = i;
            written.add(worker.submit(() -> {
                Written all = Written.begun(worker);
                pieces(worker, number, outputs).forEach(piece -> piece.accept(all));
                return all;
            }));
        }
        return written;
    }

    /**
     * One worker after the other and lane by lane, while calls are served between two of them.
     *
     * @param each gives the bytes back
     */
    void rehearse(Consumer<Written> each) {
        for (int i = 0; i < workers.all().size(); i++) {
            each.accept(rehearsed(workers.all().get(i), i));
        }
    }

    private Written rehearsed(Worker worker, int number) {
        Written written = Written.begun(worker);
        try {
            Iterator<Consumer<Written>> pieces = Workers.on(
                    worker, () -> pieces(worker, number, LaneOutput::rehearsed).iterator());
            while (pieces.hasNext()) {
                Workers.on(worker, () -> turn(pieces, written));
            }
            return written;
        } catch (RuntimeException | Error e) {
            written.bytes().release();
            throw e;
        }
    }

    /** One lane that takes its time, or as many as are quick: most of a thousand listeners have nothing to say. */
    private static boolean turn(Iterator<Consumer<Written>> pieces, Written written) {
        long end = System.nanoTime() + TURN_NANOS;
        do {
            pieces.next().accept(written);
        } while (pieces.hasNext() && System.nanoTime() - end < 0);
        return true;
    }

    /** What writes a lane each, on the worker's loop. */
    private List<Consumer<Written>> pieces(Worker worker, int number, Function<FieldWriter, LaneOutput> outputs) {
        List<Consumer<Written>> pieces = new ArrayList<>();
        for (Listener listener : listeners) {
            Lanes lanes = listener.lanes(worker);
            lanes.forEach((protocol, lane) -> {
                if (lane.passage() == Passage.MOVE) {
                    pieces.add(written -> written.fields().record(OfferFields.LANE, record -> {
                        head(record, listener, number, protocol);
                        record.record(
                                OfferFields.CONTENT,
                                content -> lane.carry(written.part(worker, lane, outputs.apply(content))));
                    }));
                }
            });
            pieces.add(written -> written.fields().record(OfferFields.LANE, record -> {
                head(record, listener, number, OfferFields.UNKNOWN);
                record.record(
                        OfferFields.CONTENT,
                        content -> WaitingCarrier.carry(lanes, written.part(worker, null, outputs.apply(content))));
            }));
        }
        return pieces;
    }

    private static void head(FieldWriter record, Listener listener, int worker, String protocol) {
        record.put(OfferFields.LISTENER, listener.words())
                .put(OfferFields.WORKER, worker)
                .put(OfferFields.PROTOCOL, protocol);
    }
}
