package io.twinmesh.backend.proxy;

import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.twinmesh.api.upgrade.CarriedState;
import io.twinmesh.api.upgrade.UpgradeParticipant;
import io.twinmesh.api.upgrade.UpgradeRefusedException;
import io.twinmesh.backend.proxy.link.Counter;
import io.twinmesh.backend.proxy.link.Counters;
import io.twinmesh.backend.proxy.wire.FieldReader;
import io.twinmesh.backend.proxy.wire.FieldWriter;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The sidecar's own counters on their way to a successor. Gauges stay: each process knows its own connections. */
final class CountersState implements UpgradeParticipant {

    private static final int VERSION = 1;
    private static final int COUNTER = 1;
    private static final int COUNT = 2;
    private static final int WORD = 1;
    private static final int VALUE = 2;
    private static final Map<String, Counter> BY_WORD = Arrays.stream(Counter.values())
            .filter(counter -> !counter.isGauge())
            .collect(Collectors.toUnmodifiableMap(Counter::word, Function.identity()));

    private final Counters counters;

    CountersState(Counters counters) {
        this.counters = counters;
    }

    @Override
    public String id() {
        return "proxy-counters";
    }

    @Override
    public CarriedState carry() {
        var bytes = Unpooled.buffer();
        FieldWriter out = new FieldWriter(bytes).put(COUNT, BY_WORD.size());
        BY_WORD.forEach((word, counter) ->
                out.record(COUNTER, it -> it.put(WORD, word).put(VALUE, counters.value(counter))));
        return new CarriedState(VERSION, ByteBufUtil.getBytes(bytes));
    }

    @Override
    public void restore(CarriedState state) {
        if (state.version() != VERSION) {
            throw new UpgradeRefusedException(
                    "state 'proxy-counters'", "version " + state.version(), String.valueOf(VERSION));
        }
        Map<String, Long> values = all(FieldReader.of(id(), Unpooled.wrappedBuffer(state.bytes()))).stream()
                .collect(Collectors.toMap(counter -> counter.text(WORD), counter -> counter.number(VALUE), Long::max));
        BY_WORD.forEach((word, counter) -> counters.set(counter, values.getOrDefault(word, 0L)));
    }

    /** As many as the writer says there are; the first build that wrote any did not say. */
    private static List<FieldReader> all(FieldReader in) {
        List<FieldReader> all = in.records(COUNTER);
        long count = in.number(COUNT, Math.max(1, all.size()));
        if (all.size() != count) {
            throw new UpgradeRefusedException(
                    "state 'proxy-counters'", all.size() + " counters", count + ", as many as it says");
        }
        return all;
    }
}
