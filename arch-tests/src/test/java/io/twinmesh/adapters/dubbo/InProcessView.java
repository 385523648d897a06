package io.twinmesh.adapters.dubbo;

import io.twinmesh.api.RpcRequest;
import java.util.HashMap;
import java.util.Map;
import org.apache.dubbo.common.URL;
import org.apache.dubbo.rpc.Invocation;

/** The view that the adapter puts on an invocation, opened for the equivalence test. */
public final class InProcessView {

    private final Map<URL, MethodKeys> keys = new HashMap<>();

    /** The view on a call that is about to leave for a provider. */
    public RpcRequest leaving(Invocation call, URL provider) {
        return InvocationRequest.leaving(keys.computeIfAbsent(provider, MethodKeys::of), call, provider);
    }

    /** The view on a call that has come in. */
    public RpcRequest arrived(Invocation call, URL provider) {
        return InvocationRequest.arrived(keys.computeIfAbsent(provider, MethodKeys::of), call);
    }
}
