package io.twinmesh.adapters.dubbo;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.twinmesh.api.Decision.Admit;
import io.twinmesh.api.Decision.Reject;
import io.twinmesh.api.Outcome;
import io.twinmesh.api.RejectReason;
import io.twinmesh.api.model.Endpoint;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.dubbo.rpc.RpcException;
import org.apache.dubbo.rpc.service.EchoService;
import org.apache.dubbo.rpc.service.GenericService;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Calls that come in to a real provider, by the decisions of its mesh. */
class InboundTest {

    private static final String REGISTRY = "twinmesh://local";

    private DubboApplication shop;
    private DubboApplication cart;
    private FakeBackend mesh;

    @BeforeEach
    void open() {
        shop = new DubboApplication("shop");
        mesh = shop.backend();
        Endpoint endpoint = shop.provide("v1");
        cart = new DubboApplication("cart");
        cart.backend().endpoints = List.of(endpoint);
        cart.backend().sendAllTo(endpoint);
    }

    @AfterEach
    void close() {
        cart.close();
        shop.close();
    }

    /** What the provider answered with, out of what Dubbo's consumer wraps it in. */
    private static RpcException answer(Throwable failure) {
        Throwable innermost = failure;
        while (innermost.getCause() != null) {
            innermost = innermost.getCause();
        }
        return (RpcException) innermost;
    }

    @Test
    void aThrottledCallCountsAgainstItsProvider() {
        mesh.inbound = request -> Reject.of(RejectReason.THROTTLED, "qps of buy: over 20 (expected: at most 20)");
        Trade trade = cart.refer(REGISTRY);

        RpcException rejected = answer(assertThrows(RpcException.class, () -> trade.buy(7, "book")));

        assertTrue(rejected.isLimitExceed());
        assertEquals(List.of(List.of(Outcome.SERVER_ERROR)), cart.backend().outcomes());
    }

    private AtomicReference<String> remember() {
        AtomicReference<String> seen = new AtomicReference<>();
        mesh.inbound = request -> {
            seen.set(request.key() + " " + request.argument(0) + " " + request.caller());
            return Admit.ADMIT;
        };
        return seen;
    }

    @Test
    void aCallThatComesInIsShownAndEnded() {
        AtomicReference<String> seen = remember();

        assertEquals("v1", cart.refer(REGISTRY).buy(7, "book"));

        assertEquals("io.twinmesh.adapters.dubbo.Trade#buy(long,java.lang.String) 7 cart", seen.get());
        await().until(() -> mesh.outcomes().equals(List.of(List.of(Outcome.OK))));
    }

    @Test
    void aGenericCallIsShownAsTheMethodItCarries() {
        AtomicReference<String> seen = remember();
        GenericService trade = cart.referGeneric(REGISTRY);

        trade.$invoke("buy", new String[] {"long", "java.lang.String"}, new Object[] {7L, "book"});

        assertEquals("io.twinmesh.adapters.dubbo.Trade#buy(long,java.lang.String) 7 cart", seen.get());
    }

    @Test
    void anEchoIsShownToo() {
        AtomicReference<String> seen = remember();

        assertEquals("hallo", ((EchoService) cart.refer(REGISTRY)).$echo("hallo"));

        assertEquals("io.twinmesh.adapters.dubbo.Trade#$echo(java.lang.Object) hallo cart", seen.get());
    }

    @Test
    void aRejectedCallFailsAtTheCallerWithTheReason() {
        mesh.inbound = request -> Reject.of(RejectReason.UNAUTHORIZED, "caller: cart (expected: one of [stock])");
        Trade trade = cart.refer(REGISTRY);

        RpcException rejected = answer(assertThrows(RpcException.class, () -> trade.buy(7, "book")));

        assertEquals("twinmesh: unauthorized: caller: cart (expected: one of [stock])", rejected.getMessage());
        assertTrue(rejected.isForbidden());
        assertEquals(1, mesh.calls.size());
        assertEquals(List.of(List.of(Outcome.SERVER_ERROR)), cart.backend().outcomes());
    }

    @Test
    void anExceptionOfTheServiceIsABusinessErrorOnBothSides() {
        Trade trade = cart.refer(REGISTRY);

        assertThrows(IllegalArgumentException.class, () -> trade.fail("sold out"));

        await().until(() -> mesh.outcomes().equals(List.of(List.of(Outcome.BUSINESS_ERROR))));
        assertEquals(List.of(List.of(Outcome.BUSINESS_ERROR)), cart.backend().outcomes());
    }

    @Test
    void aProviderWithoutAMeshRefusesWithOneLine() {
        try (DubboApplication bare = DubboApplication.withoutMesh("bare")) {
            Endpoint endpoint = bare.provide("bare");
            cart.backend().endpoints = List.of(endpoint);
            cart.backend().sendAllTo(endpoint);
            Trade trade = cart.refer(REGISTRY);

            RpcException refused = answer(assertThrows(RpcException.class, () -> trade.buy(7, "book")));

            assertEquals("twinmesh: not_ready: " + DubboApplication.NO_BACKEND, refused.getMessage());
        }
    }
}
