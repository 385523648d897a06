package io.twinmesh.adapters.dubbo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.twinmesh.api.Decision.Reject;
import io.twinmesh.api.RejectReason;
import io.twinmesh.api.model.Endpoint;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.dubbo.rpc.RpcException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Providers that another registry names. */
class ForeignRegistryTest {

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
    }

    @AfterEach
    void closeCart() {
        cart.close();
    }

    private Trade refer() {
        return cart.refer("list://local?providers=" + v1 + "," + v2);
    }

    @Test
    void aServiceThatTheMeshDoesNotKnowIsLeftToDubbo() {
        Trade trade = refer();

        Set<String> answers = new HashSet<>();
        for (int i = 0; i < 40; i++) {
            answers.add(trade.buy(1, "book"));
        }

        assertEquals(Set.of("v1", "v2"), answers);
        assertEquals(List.of(), mesh.calls);
    }

    @Test
    void aServiceThatTheMeshKnowsIsGoverned() {
        mesh.endpoints = List.of(v1, v2);
        mesh.sendAllTo(v2);
        Trade trade = refer();

        for (int i = 0; i < 20; i++) {
            assertEquals("v2", trade.buy(1, "book"));
        }
    }

    @Test
    void aServiceIsGovernedAsSoonAsTheMeshLearnsOfIt() {
        Trade trade = refer();
        trade.buy(1, "book");

        mesh.outbound = request -> Reject.of(RejectReason.NO_ROUTE, "service: Trade (expected: a route)");
        mesh.change(List.of(v1));

        assertThrows(RpcException.class, () -> trade.buy(1, "book"));
        mesh.change(List.of());
        assertEquals(2, trade.buy(1, "book").length());
    }

    @Test
    void providersNoneOfWhichTheMeshKnowsAreLeftToDubbo() {
        mesh.endpoints = List.of(Endpoint.of("::1", 15001));

        assertEquals(2, refer().buy(1, "book").length());
        assertEquals(List.of(), mesh.calls);
    }
}
