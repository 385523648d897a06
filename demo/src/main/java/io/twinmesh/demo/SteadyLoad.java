package io.twinmesh.demo;

import io.twinmesh.demo.api.Trade;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.apache.dubbo.rpc.RpcException;

/**
 * Calls at a fixed rate, whatever becomes of them: each has its time, and how long it took is counted from then, so that calls which could not
 * be made in time are not forgotten. Threading: as many as there may be calls in flight.
 */
final class SteadyLoad {

    private static final long SECOND = 1_000_000_000L;

    private final Trade trade;
    private final long everyNanos;
    private final List<Thread> threads = new ArrayList<>();
    private final long start = System.nanoTime();
    private long calls;
    private long failures;
    private int[] micros = new int[1 << 16];
    private int measured;
    private String lastFailure = "";
    private volatile boolean stopped;

    SteadyLoad(Trade trade, int rate, int threads) {
        this.trade = trade;
        this.everyNanos = SECOND * threads / rate;
        for (int i = 0; i < threads; i++) {
            long offset = everyNanos * i / threads;
            Thread thread = new Thread(() -> calls(offset), "load-" + i);
            thread.setDaemon(true);
            this.threads.add(thread);
        }
    }

    void start() {
        threads.forEach(Thread::start);
    }

    void stop() throws InterruptedException {
        stopped = true;
        for (Thread thread : threads) {
            thread.join();
        }
    }

    private void calls(long offset) {
        long due = System.nanoTime() + offset;
        for (long call = 0; !stopped; call++, due += everyNanos) {
            for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
                LockSupport.parkNanos(left);
            }
            call("item-" + call, due);
        }
    }

    private void call(String item, long due) {
        String failure = "";
        try {
            trade.quote(item);
        } catch (RpcException e) {
            failure = String.valueOf(e.getMessage());
        }
        ended(failure, (System.nanoTime() - due) / 1_000);
    }

    private synchronized void ended(String failure, long took) {
        calls++;
        if (!failure.isEmpty()) {
            failures++;
            lastFailure = failure;
        }
        if (measured == micros.length) {
            micros = Arrays.copyOf(micros, measured * 2);
        }
        micros[measured++] = (int) Math.min(Integer.MAX_VALUE, took);
    }

    /** Ends a phase: calls, failures, and latencies in microseconds, as a line of JSON. */
    synchronized String phase() {
        Arrays.sort(micros, 0, measured);
        String text = "{\"seconds\":" + (System.nanoTime() - start) / SECOND
                + ",\"calls\":" + calls
                + ",\"failures\":" + failures
                + ",\"p50\":" + at(0.5)
                + ",\"p99\":" + at(0.99)
                + ",\"p999\":" + at(0.999)
                + ",\"max\":" + at(1)
                + ",\"failure\":\"" + lastFailure.replaceAll("[^ -!#-\\[\\]-~]", " ") + "\"}";
        calls = 0;
        failures = 0;
        measured = 0;
        return text;
    }

    private int at(double quantile) {
        return measured == 0 ? 0 : micros[(int) Math.min(measured - 1L, (long) (quantile * measured))];
    }
}
