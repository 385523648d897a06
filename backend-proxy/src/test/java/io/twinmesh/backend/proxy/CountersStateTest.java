package io.twinmesh.backend.proxy;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.twinmesh.api.upgrade.CarriedState;
import io.twinmesh.backend.proxy.link.Counter;
import io.twinmesh.backend.proxy.link.Counters;
import io.twinmesh.backend.proxy.wire.FieldWriter;
import io.twinmesh.testkit.UpgradeContract;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** No number of the sidecar's own is lost or counted twice in an upgrade. */
final class CountersStateTest extends UpgradeContract {

    private static Counters counters(Counter... counted) {
        Counters counters = new Counters();
        for (int i = 0; i < counted.length; i++) {
            counters.add(counted[i], 1_000L * (i + 1));
        }
        return counters;
    }

    private static Part part(Counters counters) {
        return new Part(new CountersState(counters), () -> told(counters));
    }

    private static String told(Counters counters) {
        return counters.values().entrySet().stream()
                .filter(counter -> counter.getValue() != 0)
                .map(counter -> counter.getKey() + " " + counter.getValue() + "\n")
                .collect(Collectors.joining());
    }

    @Override
    protected Part used() {
        return part(counters(Counter.DOWNSTREAM_ACCEPTED, Counter.DUBBO_REQUESTS, Counter.TCP_CONNECTIONS));
    }

    @Override
    protected Part fresh() {
        return part(counters());
    }

    @Override
    protected Part warmedUp() {
        return part(counters(Counter.DUBBO_REQUESTS, Counter.FAULTS));
    }

    /** Like the messages it travels in, it is made of fields without a length before them. */
    @Override
    protected CarriedState extended(CarriedState state) {
        var bytes = Unpooled.buffer();
        new FieldWriter(bytes)
                .put(9_001, 7)
                .raw(Unpooled.wrappedBuffer(state.bytes()))
                .put(9_002, "later");
        return new CarriedState(state.version(), ByteBufUtil.getBytes(bytes));
    }

    @Test
    void gaugesStayWithTheProcessThatHasTheConnections() {
        Counters before = counters(Counter.DOWNSTREAM_OPEN, Counter.UPSTREAM_OPEN, Counter.DUBBO_REQUESTS);
        Counters after = new Counters();
        after.add(Counter.DOWNSTREAM_OPEN);

        new CountersState(after).restore(new CountersState(before).carry());

        assertEquals(1, after.value(Counter.DOWNSTREAM_OPEN));
        assertEquals(0, after.value(Counter.UPSTREAM_OPEN));
        assertEquals(before.value(Counter.DUBBO_REQUESTS), after.value(Counter.DUBBO_REQUESTS));
    }
}
