package io.twinmesh.arch.equivalence;

import java.util.concurrent.CountDownLatch;
import org.apache.dubbo.rpc.RpcException;

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

    @Override
    public String refused(String text) {
        return text;
    }

    /** As if it had called another service that did not answer. */
    @Override
    public String late(String text) {
        throw new RpcException(RpcException.TIMEOUT_EXCEPTION, text);
    }

    void close() {
        closing.countDown();
    }
}
