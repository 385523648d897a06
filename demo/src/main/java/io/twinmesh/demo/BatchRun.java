package io.twinmesh.demo;

import io.twinmesh.demo.api.Trade;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.apache.dubbo.rpc.RpcContext;
import org.apache.dubbo.rpc.RpcException;

/** Makes the calls of a batch, on threads of its own. */
final class BatchRun {

    private static final long SECOND = 1_000_000_000L;

    private final Trade trade;
    private final Batch batch;
    private final Consumer<Throwable> failures;
    private final Tally tally = new Tally();
    private final long start = System.nanoTime();
    private final List<Thread> threads = new ArrayList<>();
    private volatile boolean stopped;

    BatchRun(Trade trade, Batch batch, Consumer<Throwable> failures) {
        this.trade = trade;
        this.batch = batch;
        this.failures = failures;
    }

    void start() {
        for (int i = 0; i < Math.max(1, batch.threads()); i++) {
            Thread thread = new Thread(this::calls, batch.name() + "-" + i);
            thread.setDaemon(true);
            threads.add(thread);
            thread.start();
        }
    }

    void stop() {
        stopped = true;
    }

    /** Waits for the end; the result as a line of JSON. */
    String result() throws InterruptedException {
        for (Thread thread : threads) {
            thread.join();
        }
        return tally.json(batch.name());
    }

    private void calls() {
        while (!stopped) {
            long call = tally.next();
            if (batch.count() > 0 && call >= batch.count() || !awaitTurn(call)) {
                return;
            }
            call(call);
        }
    }

    /** Waits until the call is due; false if that is after the end. */
    private boolean awaitTurn(long call) {
        long due = batch.rate() > 0 ? start + call * SECOND / batch.rate() : System.nanoTime();
        if (batch.seconds() > 0 && due - start >= batch.seconds() * SECOND) {
            return false;
        }
        for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
        return true;
    }

    private void call(long number) {
        try {
            attach();
            tally.answered(answer(number));
        } catch (RpcException e) {
            tally.failed(Failures.kind(e));
            failures.accept(e);
        }
    }

    private String answer(long call) {
        return switch (batch.method()) {
            case "buy" -> trade.buy(Long.parseLong(batch.argument(0, call)), batch.argument(1, call));
            case "sell" -> trade.sell(batch.argument(0, call));
            default -> trade.quote(batch.argument(0, call));
        };
    }

    /** Attachments are for one call; this way to set them is the one that Dubbo 2.7 has, too. */
    @SuppressWarnings("deprecation")
    private void attach() {
        batch.attachments().forEach((key, value) -> RpcContext.getContext().setAttachment(key, value));
    }
}
