package io.twinmesh.adapters.dubbo;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.twinmesh.api.model.Endpoint;
import java.util.List;
import org.apache.dubbo.common.URL;
import org.apache.dubbo.rpc.Invocation;
import org.apache.dubbo.rpc.Invoker;
import org.apache.dubbo.rpc.Result;
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

    private static final class FakeInvoker implements Invoker<Trade> {

        private final URL url;
        boolean available;

        FakeInvoker(Endpoint endpoint) {
            this.url = URL.valueOf("dubbo://" + endpoint + "/" + Trade.class.getName());
        }

        @Override
        public Class<Trade> getInterface() {
            return Trade.class;
        }

        @Override
        public Result invoke(Invocation call) {
            throw new UnsupportedOperationException("nothing is called here");
        }

        @Override
        public URL getUrl() {
            return url;
        }

        @Override
        public boolean isAvailable() {
            return available;
        }

        @Override
        public void destroy() {}
    }
}
