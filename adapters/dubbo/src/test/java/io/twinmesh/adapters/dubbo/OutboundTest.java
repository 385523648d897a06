package io.twinmesh.adapters.dubbo;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.twinmesh.api.Decision.Reject;
import io.twinmesh.api.Outcome;
import io.twinmesh.api.RejectReason;
import io.twinmesh.api.RpcRequest;
import io.twinmesh.api.model.Endpoint;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.apache.dubbo.config.ReferenceConfig;
import org.apache.dubbo.rpc.RpcContext;
import org.apache.dubbo.rpc.RpcException;
import org.apache.dubbo.rpc.service.GenericException;
import org.apache.dubbo.rpc.service.GenericService;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Calls of a real consumer to two real providers, by the decisions of a mesh. */
class OutboundTest {

    private static final String REGISTRY = "twinmesh://local";
    private static final Endpoint NOWHERE = Endpoint.of("192.0.2.77", 9);

    private static DubboApplication shops;
    private static Endpoint v1;
    private static Endpoint v2;

    private DubboApplication cart;
    private FakeBackend mesh;

    @BeforeAll
    static void openShops() {
        shops = new DubboApplication("shop");
        v1 = shops.provide("v1");
        v2 = shops.provide("v2");
    }

    @AfterAll
    static void closeShops() {
        shops.close();
    }

    @BeforeEach
    void openCart() {
        cart = new DubboApplication("cart");
        mesh = cart.backend();
        mesh.endpoints = List.of(v1, v2);
    }

    @AfterEach
    void closeCart() {
        cart.close();
    }

    @Test
    void everyCallGoesWhereTheMeshSays() {
        mesh.outbound = request -> FakeBackend.to((Long) request.argument(0) % 3 == 0 ? v2 : v1);
        Trade trade = cart.refer(REGISTRY);

        for (long buyer = 0; buyer < 30; buyer++) {
            assertEquals(buyer % 3 == 0 ? "v2" : "v1", trade.buy(buyer, "book"), "buyer " + buyer);
        }
        assertEquals(30, mesh.calls.size());
        assertTrue(
                mesh.outcomes().stream().allMatch(List.of(Outcome.OK)::equals),
                mesh.outcomes().toString());
    }

    @Test
    void severalReferencesToOneServiceAreAllGoverned() {
        mesh.sendAllTo(v2);
        Trade first = cart.refer(REGISTRY);
        Trade second = cart.refer(REGISTRY);

        for (int i = 0; i < 10; i++) {
            assertEquals("v2", first.buy(1, "book"));
            assertEquals("v2", second.buy(1, "book"));
        }
    }

    @Test
    void theMeshSeesWhatWillBeOnTheWire() {
        String seen = seen(request -> request.key() + " " + request.argument(0) + " " + request.argument(1) + " "
                + request.caller() + " " + request.group() + " " + request.attachment("tag") + " "
                + request.attachment("path") + " " + request.attachment("version") + " "
                + request.attachment("timeout") + " " + request.attachment("interface"));

        assertEquals(
                "io.twinmesh.adapters.dubbo.Trade#sell(java.lang.String[],int) (object) 4 cart null gray"
                        + " io.twinmesh.adapters.dubbo.Trade 0.0.0 3000 io.twinmesh.adapters.dubbo.Trade",
                seen);
    }

    private String seen(Function<RpcRequest, String> look) {
        AtomicReference<String> seen = new AtomicReference<>();
        mesh.outbound = request -> {
            seen.set(look.apply(request));
            return FakeBackend.to(v1);
        };
        RpcContext.getClientAttachment().setAttachment("tag", "gray");
        cart.refer(REGISTRY).sell(new String[] {"book"}, 4);
        return seen.get();
    }

    @Test
    void aReferenceWithVersionAndGroupFindsItsProvider() {
        Endpoint special = shops.provide("special", "1.2.0", "g1");
        AtomicReference<String> seen = new AtomicReference<>();
        mesh.endpoints = List.of(special);
        mesh.outbound = request -> {
            seen.set(request.key().version() + " " + request.group() + " " + request.attachment("version"));
            return FakeBackend.to(special);
        };
        ReferenceConfig<Trade> reference = cart.reference(Trade.class, REGISTRY);
        reference.setVersion("1.2.0");
        reference.setGroup("g1");

        assertEquals("special", reference.get().buy(1, "book"));
        assertEquals("1.2.0 g1 1.2.0", seen.get());
    }

    @Test
    void aGenericCallIsSeenAsTheMethodItCarries() {
        AtomicReference<String> seen = new AtomicReference<>();
        mesh.outbound = request -> {
            seen.set(request.key() + " " + request.argument(0) + " " + request.argument(1));
            return FakeBackend.to(v2);
        };
        GenericService trade = cart.referGeneric(REGISTRY);

        Object answer = trade.$invoke("buy", new String[] {"long", "java.lang.String"}, new Object[] {7L, "book"});

        assertEquals("v2", answer);
        assertEquals("io.twinmesh.adapters.dubbo.Trade#buy(long,java.lang.String) 7 book", seen.get());
    }

    @Test
    void anExceptionOfTheServiceIsABusinessError() {
        mesh.sendAllTo(v1);
        Trade trade = cart.refer(REGISTRY);

        assertThrows(IllegalArgumentException.class, () -> trade.fail("sold out"));
        assertEquals(List.of(List.of(Outcome.BUSINESS_ERROR)), mesh.outcomes());
    }

    @Test
    void anExceptionOfTheServiceInAGenericCallIsABusinessError() {
        mesh.sendAllTo(v1);
        GenericService trade = cart.referGeneric(REGISTRY);

        assertThrows(
                GenericException.class,
                () -> trade.$invoke("fail", new String[] {"java.lang.String"}, new Object[] {"sold out"}));
        assertEquals(List.of(List.of(Outcome.BUSINESS_ERROR)), mesh.outcomes());
    }

    @Test
    void aRejectionIsAnExceptionWithTheReasonAndIsNotTriedAgain() {
        mesh.outbound = request -> Reject.of(RejectReason.THROTTLED, "qps of buy: over 20 (expected: at most 20)");
        Trade trade = cart.refer(REGISTRY);

        RpcException rejected = assertThrows(RpcException.class, () -> trade.buy(1, "book"));

        assertEquals("twinmesh: throttled: qps of buy: over 20 (expected: at most 20)", rejected.getMessage());
        assertTrue(rejected.isLimitExceed());
        assertEquals(1, mesh.calls.size());
    }

    @Test
    void anAsynchronousCallEndsWhenItsAnswerComes() {
        mesh.sendAllTo(v2);
        Trade trade = cart.refer(REGISTRY);

        CompletableFuture<String> answer = trade.quote("book");

        assertEquals("v2", answer.join());
        await().until(() -> mesh.outcomes().equals(List.of(List.of(Outcome.OK))));
    }

    @Test
    void anAsynchronousCallThatIsRejectedFailsItsFuture() {
        mesh.outbound = request -> Reject.of(RejectReason.NO_ENDPOINT, "cluster trade: none (expected: one)");
        Trade trade = cart.refer(REGISTRY);

        CompletableFuture<String> answer = trade.quote("book");

        Throwable failure =
                assertThrows(CompletionException.class, answer::join).getCause();
        assertEquals("twinmesh: no_endpoint: cluster trade: none (expected: one)", failure.getMessage());
    }

    @Test
    void aCallWithoutAnswerTimesOutAndEveryAttemptIsDecidedAbout() {
        CountDownLatch gate = new CountDownLatch(1);
        TradeShop.GATES.put("timeout", gate);
        mesh.sendAllTo(v1);
        ReferenceConfig<Trade> reference = cart.reference(Trade.class, REGISTRY);
        reference.setTimeout(200);
        reference.setRetries(1);
        Trade trade = reference.get();

        RpcException failure = assertThrows(RpcException.class, () -> trade.slow("timeout"));
        gate.countDown();

        assertTrue(failure.isTimeout(), failure.getMessage());
        assertEquals(List.of(List.of(Outcome.TIMEOUT), List.of(Outcome.TIMEOUT)), mesh.outcomes());
    }

    @Test
    void aRetryMayGoElsewhere() {
        CountDownLatch gate = new CountDownLatch(1);
        TradeShop.GATES.put("elsewhere", gate);
        mesh.outbound = request -> FakeBackend.to(mesh.calls.isEmpty() ? v1 : v2);
        ReferenceConfig<Trade> reference = cart.reference(Trade.class, REGISTRY);
        reference.setTimeout(500);
        reference.setRetries(1);
        Trade trade = reference.get();
        mesh.outbound = request -> {
            boolean again = !mesh.calls.isEmpty();
            if (again) {
                gate.countDown();
            }
            return FakeBackend.to(again ? v2 : v1);
        };

        assertEquals("v2", trade.slow("elsewhere"));
        assertEquals(List.of(List.of(Outcome.TIMEOUT), List.of(Outcome.OK)), mesh.outcomes());
    }

    @Test
    void consumersFollowEndpointsThatComeAndGo() {
        mesh.endpoints = List.of(v1);
        mesh.sendAllTo(v1);
        Trade trade = cart.refer(REGISTRY);
        assertEquals("v1", trade.buy(1, "book"));

        mesh.change(List.of(v2));
        mesh.sendAllTo(v2);
        assertEquals("v2", trade.buy(1, "book"));

        mesh.change(List.of());
        await().untilAsserted(() -> assertThrows(RpcException.class, () -> trade.buy(1, "book")));

        mesh.change(List.of(v1, v2));
        mesh.sendAllTo(v1);
        await().ignoreExceptions().until(() -> "v1".equals(trade.buy(1, "book")));
    }

    @Test
    void anAddressWithoutInvokerIsNamed() {
        mesh.sendAllTo(NOWHERE);
        ReferenceConfig<Trade> reference = cart.reference(Trade.class, REGISTRY);
        reference.setRetries(0);
        reference.setParameters(Map.of("connect.timeout", "50"));
        Trade trade = reference.get();

        RpcException failure = assertThrows(RpcException.class, () -> trade.buy(1, "book"));

        assertTrue(failure.getMessage().contains("twinmesh: endpoint 192.0.2.77:9: no invoker"), failure.getMessage());
        assertTrue(
                mesh.outcomes().stream().allMatch(ends -> ends.size() == 1),
                mesh.outcomes().toString());
    }

    @Test
    void anEndpointThatIsGoneIsToldToTheMeshAndTheCallGoesElsewhere() {
        DubboApplication closing = new DubboApplication("closing");
        Endpoint gone = closing.provide("gone");
        mesh.endpoints = List.of(v1, gone);
        mesh.sendAllTo(gone);
        Trade trade = cart.refer(REGISTRY);
        assertEquals("gone", trade.buy(1, "book"));

        mesh.elsewhere.put(gone, v1);
        closing.close();

        await().ignoreExceptions().until(() -> "v1".equals(trade.buy(1, "book")));
        assertEquals(List.of(gone + " UNREACHABLE"), mesh.health);
        assertEquals(List.of(Outcome.OK), mesh.calls.get(mesh.calls.size() - 1).ends);
    }

    @Test
    void withoutAMeshEveryCallIsRefusedWithOneLine() {
        try (DubboApplication bare = DubboApplication.withoutMesh("bare")) {
            ReferenceConfig<Trade> reference = bare.reference(Trade.class, REGISTRY);

            RuntimeException failure = assertThrows(RuntimeException.class, reference::get);

            assertTrue(messages(failure).contains(DubboApplication.NO_BACKEND), messages(failure));
        }
    }

    private static String messages(Throwable failure) {
        StringBuilder messages = new StringBuilder();
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            messages.append(cause.getMessage()).append('\n');
        }
        return messages.toString();
    }

    @Test
    void aMeshIsClosedWithItsApplication() {
        mesh.sendAllTo(v1);
        cart.refer(REGISTRY).buy(1, "book");

        cart.close();

        assertTrue(cart.mesh.closed);
        assertEquals(List.of(), mesh.listeners);
    }

    @Test
    void twoApplicationsInOneProcessShareNothing() {
        try (DubboApplication other = new DubboApplication("other")) {
            other.backend().endpoints = List.of(v1, v2);
            other.backend().sendAllTo(v2);
            mesh.sendAllTo(v1);

            assertEquals("v1", cart.refer(REGISTRY).buy(1, "book"));
            assertEquals("v2", other.refer(REGISTRY).buy(1, "book"));
            assertEquals(1, mesh.calls.size());
            assertEquals(1, other.backend().calls.size());
        }
    }
}
