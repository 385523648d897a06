package io.twinmesh.demo;

import io.twinmesh.demo.api.Trade;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.dubbo.rpc.RpcException;

/** Calls that take long, some of them in flight at any time. Threading: a thread for each that is in flight. */
final class SlowCalls {

    private final Trade trade;
    private final int millis;
    private final List<Thread> threads = new ArrayList<>();
    private final AtomicLong calls = new AtomicLong();
    private final AtomicLong failures = new AtomicLong();
    private volatile boolean stopped;

    SlowCalls(Trade trade, int inFlight, int millis) {
        this.trade = trade;
        this.millis = millis;
        for (int i = 0; i < inFlight; i++) {
            Thread thread = new Thread(this::calls, "slow-" + i);
            thread.setDaemon(true);
            threads.add(thread);
        }
    }

    void start() {
        threads.forEach(Thread::start);
    }

    private void calls() {
        while (!stopped) {
            calls.incrementAndGet();
            try {
                trade.deliver("slow", millis);
            } catch (RpcException e) {
                failures.incrementAndGet();
            }
        }
    }

    /** Waits for those in flight. */
    void stop() throws InterruptedException {
        stopped = true;
        for (Thread thread : threads) {
            thread.join();
        }
    }

    /** How many were made and failed, as a line of JSON. */
    String counts() {
        return "{\"slow\":" + calls + ",\"failures\":" + failures + "}";
    }
}
