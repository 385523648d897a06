package io.twinmesh.adapters.dubbo;

import java.util.concurrent.CompletableFuture;

/** The service of the tests. */
public interface Trade {

    String buy(long buyer, String item);

    String sell(String[] items, int count);

    CompletableFuture<String> quote(String item);

    String fail(String message);

    String slow(String gate);
}
