package io.twinmesh.adapters.dubbo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.twinmesh.api.model.Endpoint;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.dubbo.common.URL;
import org.apache.dubbo.rpc.RpcContext;
import org.apache.dubbo.rpc.RpcInvocation;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What one attempt costs at the seam between Dubbo's cluster and its invokers, in questions that are asked. */
class MeshInvokerTest {

    private static final URL CONSUMER = URL.valueOf("consumer://192.0.2.200/" + Trade.class.getName());

    private final FakeMesh mesh = new FakeMesh();
    private final MeshInvoker<Trade> invoker =
            new MeshInvoker<>(Trade.class, CONSUMER, new ApplicationMesh(() -> mesh));
    private final List<FakeInvoker> providers =
            IntStream.range(1, 101).mapToObj(i -> new FakeInvoker(endpoint(i))).toList();

    private static Endpoint endpoint(int i) {
        return Endpoint.of("192.0.2." + i, 20880);
    }

    @AfterEach
    void forgetContext() {
        RpcContext.removeContext();
    }

    private void open() {
        invoker.invokers().replace(List.copyOf(providers));
        mesh.backend.sendAllTo(endpoint(100));
    }

    private Object attempt() throws Exception {
        RpcInvocation call = new RpcInvocation(
                null, "buy", Trade.class.getName(), "", new Class<?>[] {long.class, String.class}, new Object[] {
                    1L, "book"
                });
        return invoker.isAvailable() ? invoker.invoke(call).getValue() : "none";
    }

    private int asked() {
        return providers.stream().mapToInt(provider -> provider.asked.get()).sum();
    }

    @Test
    void oneProviderOfAHundredIsAskedOnceWhetherItCanBeReached() throws Exception {
        open();
        providers.get(99).available = true;

        assertEquals("192.0.2.100:20880", attempt());
        assertEquals(1, providers.get(99).asked.get());
        assertEquals(1, asked());
    }

    @Test
    void aProviderThatCannotBeReachedCostsOneMoreQuestion() throws Exception {
        open();
        providers.get(98).available = true;
        mesh.backend.elsewhere.put(endpoint(100), endpoint(99));

        assertEquals("192.0.2.99:20880", attempt());
        assertEquals(2, asked());
    }

    @Test
    void whetherThereIsAnInvokerIsKnownWithoutAskingOne() {
        assertFalse(invoker.isAvailable());

        open();

        assertTrue(invoker.isAvailable());
        assertEquals(0, asked());
    }

    @Test
    void theRemoteAddressIsThatOfTheProviderAndIsLookedUpOnce() throws Exception {
        open();
        attempt();
        InetSocketAddress first = RpcContext.getServiceContext().getRemoteAddress();

        attempt();

        assertEquals(new InetSocketAddress("192.0.2.100", 20880), first);
        assertSame(first, RpcContext.getServiceContext().getRemoteAddress());
    }
}
