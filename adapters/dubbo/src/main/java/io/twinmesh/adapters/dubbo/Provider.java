package io.twinmesh.adapters.dubbo;

import java.net.InetSocketAddress;
import org.apache.dubbo.rpc.Invoker;
import org.jspecify.annotations.Nullable;

/** One of Dubbo's invokers. Threading: any thread. */
final class Provider<T> {

    private final Invoker<T> invoker;
    private @Nullable InetSocketAddress address; // looked up by whoever comes first, to the same value

    Provider(Invoker<T> invoker) {
        this.invoker = invoker;
    }

    Invoker<T> invoker() {
        return invoker;
    }

    /** What an application is told as the remote address of a call. Dubbo's URL would parse it every time. */
    InetSocketAddress address() {
        InetSocketAddress known = address;
        if (known == null) {
            known = invoker.getUrl().toInetSocketAddress();
            address = known;
        }
        return known;
    }

    /** Whether a call can be sent to it now. */
    boolean reachable() {
        return invoker.isAvailable();
    }
}
