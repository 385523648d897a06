package io.twinmesh.backend.proxy.link;

import io.twinmesh.api.Internal;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/** The numbers of one sidecar. Threads: any. */
@Singleton
@Internal(since = "0.1")
@SuppressWarnings("EnumOrdinal") // an index into an array that lives as long as the process
public final class Counters {

    private final LongAdder[] adders = new LongAdder[Counter.values().length];

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

    public long value(Counter counter) {
        return adders[counter.ordinal()].sum();
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
