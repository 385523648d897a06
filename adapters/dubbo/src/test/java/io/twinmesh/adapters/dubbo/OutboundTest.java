package io.twinmesh.adapters.dubbo;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.twinmesh.api.model.Endpoint;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Calls of a real consumer to two real providers, by the decisions of a mesh. */
class OutboundTest {

    private static final String REGISTRY = "twinmesh://local";

    private static DubboApplication shops;
    private static Endpoint v1;
    private static Endpoint v2;

    private DubboApplication cart;

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
        cart.backend().endpoints = List.of(v1, v2);
    }

    @AfterEach
    void closeCart() {
        cart.close();
    }

    @Test
    void callsGoWhereTheMeshSays() {
        Trade trade = cart.refer(REGISTRY);

        cart.backend().sendAllTo(v2);
        assertEquals("v2", trade.buy(7, "book"));
        for (int i = 0; i < 20; i++) assertEquals("v2", trade.buy(7, "book"));
        cart.backend().sendAllTo(v1);
        assertEquals("v1", trade.buy(7, "book"));
    }
}
