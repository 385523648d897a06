package io.twinmesh.demo;

import io.twinmesh.demo.api.Trade;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

/** Answers every call with its own name. */
record Shop(String name) implements Trade {

    /** Calls carried out by this process. */
    static final LongAdder CALLS = new LongAdder();

    private String answer() {
        CALLS.increment();
        return name;
    }

    @Override
    public String buy(long buyer, String item) {
        return answer();
    }

    @Override
    public String sell(String item) {
        return answer();
    }

    @Override
    public String quote(String item) {
        return answer();
    }

    @Override
    public String deliver(String item, int millis) {
        try {
            TimeUnit.MILLISECONDS.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
        return answer();
    }
}
