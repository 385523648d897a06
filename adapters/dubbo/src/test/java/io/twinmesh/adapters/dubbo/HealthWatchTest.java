package io.twinmesh.adapters.dubbo;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.twinmesh.api.model.Endpoint;
import java.util.List;
import org.junit.jupiter.api.Test;

final class HealthWatchTest {

    private static final Endpoint ONE = Endpoint.of("192.0.2.1", 20880);

    private final FakeBackend mesh = new FakeBackend();
    private final InvokerTable<Trade> invokers = new InvokerTable<>();
    private final HealthWatch watch = new HealthWatch(invokers);

    @Test
    void anEndpointIsToldOnceWhenItIsLostAndOnceWhenItIsBack() {
        FakeInvoker one = new FakeInvoker(ONE);
        invokers.replace(List.of(one));

        watch.lost(mesh, ONE);
        watch.lost(mesh, ONE);
        watch.look(mesh);
        one.available = true;
        watch.look(mesh);
        watch.look(mesh);

        assertEquals(List.of(ONE + " UNREACHABLE", ONE + " HEALTHY"), mesh.health);
    }

    @Test
    void anEndpointThatDubboDidNotKnowIsBackWhenItDoes() {
        FakeInvoker one = new FakeInvoker(ONE);
        one.available = true;

        watch.lost(mesh, ONE);
        watch.look(mesh);
        invokers.replace(List.of(one));
        watch.look(mesh);

        assertEquals(List.of(ONE + " UNREACHABLE", ONE + " HEALTHY"), mesh.health);
    }
}
