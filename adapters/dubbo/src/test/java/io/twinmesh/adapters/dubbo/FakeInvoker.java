package io.twinmesh.adapters.dubbo;

import io.twinmesh.api.model.Endpoint;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.dubbo.common.URL;
import org.apache.dubbo.rpc.AsyncRpcResult;
import org.apache.dubbo.rpc.Invocation;
import org.apache.dubbo.rpc.Invoker;
import org.apache.dubbo.rpc.Result;

/** A provider as Dubbo's directory has it: answers with its address, and counts how often it is asked whether it can be reached. */
final class FakeInvoker implements Invoker<Trade> {

    final AtomicInteger asked = new AtomicInteger();
    boolean available;
    private final URL url;

    FakeInvoker(Endpoint endpoint) {
        this.url = URL.valueOf("dubbo://" + endpoint + "/" + Trade.class.getName());
    }

    @Override
    public Class<Trade> getInterface() {
        return Trade.class;
    }

    @Override
    public Result invoke(Invocation call) {
        return AsyncRpcResult.newDefaultAsyncResult(url.getAddress(), call);
    }

    @Override
    public URL getUrl() {
        return url;
    }

    @Override
    public boolean isAvailable() {
        asked.incrementAndGet();
        return available;
    }

    @Override
    public void destroy() {}
}
