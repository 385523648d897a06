package io.twinmesh.adapters.prometheus;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.twinmesh.api.config.MeshConfig;
import io.twinmesh.api.config.MeshConfigurationException;
import io.twinmesh.api.stats.StatsLevel;
import io.twinmesh.api.upgrade.CarriedState;
import io.twinmesh.api.upgrade.UpgradeRefusedException;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** In an upgrade one process after the other has the port. */
class MetricsPortTest {

    private final PrometheusSink before = sink("127.0.0.1:0", "s1");
    private PrometheusSink after = before;

    private static PrometheusSink sink(String address, String id) {
        MeshConfig config = MeshConfig.builder("cart")
                .option("metrics", address)
                .option("id", id)
                .build();
        return assertInstanceOf(PrometheusSink.class, new PrometheusStatsSinkProvider().create(config));
    }

    private static FixedStats calls(long calls) {
        return new FixedStats()
                .call(StatsLevel.SERVICE, Map.of("service", "com.acme.Trade"), Map.of("ok", calls), Map.of());
    }

    @BeforeEach
    void startBoth() {
        before.start(calls(9));
        after = sink("127.0.0.1:" + port(before), "s1");
        after.start(calls(10));
    }

    @AfterEach
    void closeBoth() {
        before.close();
        after.close();
    }

    private static int port(PrometheusSink sink) {
        InetSocketAddress address = Objects.requireNonNull(sink.address());
        return address.getPort();
    }

    private static double calls(PrometheusSink sink) {
        return Scrape.of(sink)
                .samples()
                .get("twinmesh_service_calls_total{direction=outbound, outcome=ok, service=com.acme.Trade}");
    }

    @Test
    void theSuccessorStartsWithoutIt() {
        assertNull(after.address());
        assertEquals(9, calls(before));
    }

    @Test
    void theSuccessorHasItWhenItIsLetGo() {
        int port = port(before);

        before.participant().released();

        await().until(() -> after.address() != null);
        assertEquals(port, port(after));
        assertEquals(10, calls(after));
        assertNull(before.address());
    }

    @Test
    void itIsTakenBackWhenTheProcessServesAgain() {
        int port = port(before);
        before.participant().released();
        await().until(() -> after.address() != null);

        before.participant().reinstated();
        assertNull(before.address());
        after.participant().released();

        await().until(() -> before.address() != null);
        assertEquals(port, port(before));
        assertEquals(9, calls(before));
        assertNull(after.address());
    }

    @Test
    void aClosedSinkTriesNoMore() {
        after.close();

        before.participant().released();
        PrometheusSink third = sink("127.0.0.1:0", "s2");
        third.start(calls(1));

        assertNotNull(third.address());
        assertNull(after.address());
        third.close();
    }

    @Test
    void withoutAnIdATakenPortIsAnError() {
        MeshConfig config = MeshConfig.builder("cart")
                .option("metrics", "127.0.0.1:" + port(before))
                .build();
        PrometheusSink sink = assertInstanceOf(PrometheusSink.class, new PrometheusStatsSinkProvider().create(config));

        assertThrows(MeshConfigurationException.class, () -> sink.start(calls(1)));
    }

    @Test
    void itCarriesNoState() {
        after.participant().restore(before.participant().carry());

        assertThrows(
                UpgradeRefusedException.class, () -> after.participant().restore(new CarriedState(1, new byte[0])));
    }
}
