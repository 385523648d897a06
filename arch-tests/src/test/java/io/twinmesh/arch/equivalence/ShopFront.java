package io.twinmesh.arch.equivalence;

import java.util.concurrent.CountDownLatch;

/** Answers, fails, or keeps its callers waiting until it closes. */
final class ShopFront implements Shop {

    private final CountDownLatch closing = new CountDownLatch(1);

    @Override
    public String say(String text) {
        return text;
    }

    @Override
    public String fail(String text) {
        throw new IllegalArgumentException(text);
    }

    @Override
    public String slow(String text) {
        try {
            closing.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return text;
    }

    void close() {
        closing.countDown();
    }
}
