package io.twinmesh.adapters.dubbo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.twinmesh.api.model.Endpoint;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.dubbo.config.ReferenceConfig;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** References of real Dubbo that make several calls of one. */
class ManyCallsTest {

    private static final String REGISTRY = "twinmesh://local";

    private final ByteArrayOutputStream log = new ByteArrayOutputStream();
    private final PrintStream errors = System.err;
    private DubboApplication first;
    private DubboApplication second;
    private DubboApplication cart;
    private FakeBackend mesh;
    private String list;

    @BeforeEach
    void open() {
        first = new DubboApplication("first");
        second = new DubboApplication("second");
        cart = new DubboApplication("cart");
        mesh = cart.backend();
        Endpoint v1 = first.provide("v1");
        Endpoint v2 = second.provide("v2");
        mesh.endpoints = List.of(v1, v2);
        mesh.sendAllTo(v1);
        list = "list://local?providers=" + v1 + "," + v2;
        System.setErr(new PrintStream(log, true, StandardCharsets.UTF_8));
    }

    @AfterEach
    void close() {
        System.setErr(errors);
        cart.close();
        second.close();
        first.close();
    }

    private List<String> warnings() {
        return log.toString(StandardCharsets.UTF_8)
                .lines()
                .filter(line -> line.contains("twinmesh: reference "))
                .toList();
    }

    private Trade refer(String registry, String cluster) {
        ReferenceConfig<Trade> reference = cart.reference(Trade.class, registry);
        reference.setCluster(cluster);
        return reference.get();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void broadcastCallsEveryProvider(boolean ours) {
        Trade trade = refer(ours ? REGISTRY : list, "broadcast");

        for (int i = 0; i < 3; i++) {
            trade.buy(1, "book");
        }

        assertEquals(3, first.backend().calls.size(), "v1");
        assertEquals(3, second.backend().calls.size(), "v2");
        assertEquals(List.of(), mesh.calls);
    }

    @Test
    void oneWarningSaysSo() {
        Trade trade = refer(REGISTRY, "broadcast");
        trade.buy(1, "book");
        mesh.change(List.copyOf(mesh.endpoints));
        trade.buy(1, "book");

        List<String> warnings = warnings();
        assertEquals(1, warnings.size(), warnings::toString);
        String text =
                "twinmesh: reference " + Trade.class.getName() + ": cluster: broadcast (expected: one that makes one"
                        + " call of a call, as failover does; dubbo chooses providers, and no rule is asked here)";
        assertTrue(warnings.get(0).endsWith(text), warnings::toString);
    }

    @Test
    void mergeableIsLeftToDubbo() {
        refer(list, "mergeable").buy(1, "book");

        assertEquals(1, first.backend().calls.size() + second.backend().calls.size());
        assertEquals(List.of(), mesh.calls);
        assertEquals(1, warnings().size(), warnings()::toString);
    }

    @Test
    void everyOtherClusterIsGoverned() {
        for (String cluster : List.of("failover", "failfast", "failsafe", "failback", "forking", "available")) {
            assertEquals("v1", refer(REGISTRY, cluster).buy(1, "book"), cluster);
        }

        assertEquals(6, mesh.calls.size());
        assertEquals(List.of(), warnings());
    }
}
