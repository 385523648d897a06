package io.twinmesh.backend.proxy.link;

import io.twinmesh.api.Internal;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;

/** The numbers of one sidecar. Threads: any. */
@Singleton
@Internal(since = "0.1")
@SuppressWarnings("EnumOrdinal") // an index into an array that lives as long as the process
public final class Counters {

    private final LongAdder[] adders = new LongAdder[Counter.values().length];

    private final Map<Counter, LongSupplier> gauges = new ConcurrentHashMap<>();

    @Inject
    public Counters() {
        for (int i = 0; i < adders.length; i++) {
            adders[i] = new LongAdder();
        }
    }

    public void add(Counter counter) {
        adders[counter.ordinal()].increment();
    }

    public void add(Counter counter, long count) {
        adders[counter.ordinal()].add(count);
    }

    /** Has a number asked for instead of added up. */
    public void gauge(Counter counter, LongSupplier source) {
        gauges.put(counter, source);
    }

    /** Sets what only ever grows to what it was in another process. */
    public void set(Counter counter, long count) {
        adders[counter.ordinal()].reset();
        add(counter, count);
    }

    public long value(Counter counter) {
        LongSupplier gauge = gauges.get(counter);
        return gauge == null ? adders[counter.ordinal()].sum() : gauge.getAsLong();
    }

    /** Every counter by its word, in a stable order. */
    public Map<String, Long> values() {
        Map<String, Long> values = new LinkedHashMap<>();
        for (Counter counter : Counter.values()) {
            values.put(counter.word(), value(counter));
        }
        return values;
    }
}
