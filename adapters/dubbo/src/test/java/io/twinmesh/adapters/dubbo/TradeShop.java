package io.twinmesh.adapters.dubbo;

import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;

/** A provider that answers with its own name. */
final class TradeShop implements Trade {

    static final Map<String, CountDownLatch> GATES = new ConcurrentHashMap<>();

    private final String name;

    TradeShop(String name) {
        this.name = name;
    }

    @Override
    public String buy(long buyer, String item) {
        return name;
    }

    @Override
    public String sell(String[] items, int count) {
        return name;
    }

    @Override
    public CompletableFuture<String> quote(String item) {
        return CompletableFuture.completedFuture(name);
    }

    @Override
    public String fail(String message) {
        throw new IllegalArgumentException(message);
    }

    @Override
    public String slow(String gate) {
        try {
            GATES.get(gate).await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return name;
    }
}
