package io.twinmesh.adapters.dubbo;

import io.twinmesh.api.Call;
import io.twinmesh.api.Decision.Forward;
import io.twinmesh.api.Decision.Reject;
import io.twinmesh.api.Mesh;
import io.twinmesh.api.Outcome;
import io.twinmesh.api.model.Endpoint;
import org.apache.dubbo.common.URL;
import org.apache.dubbo.rpc.Invocation;
import org.apache.dubbo.rpc.Invoker;
import org.apache.dubbo.rpc.Result;
import org.apache.dubbo.rpc.RpcContext;
import org.apache.dubbo.rpc.RpcException;
import org.apache.dubbo.rpc.RpcInvocation;
import org.apache.dubbo.rpc.support.RpcUtils;
import org.jspecify.annotations.Nullable;

/**
 * Stands for all invokers of a service: Dubbo's cluster sees one provider, and the mesh decides at every attempt which one it is. So a
 * retry is decided about anew, and no decision is taken that is not carried out.
 *
 * <p>Threading: any thread.
 */
final class MeshInvoker<T> implements Invoker<T> {

    private final Class<T> type;
    private final URL consumer;
    private final ApplicationMesh meshes;
    private final MethodKeys keys;
    private final InvokerTable<T> invokers = new InvokerTable<>();
    private final HealthWatch health = new HealthWatch(invokers);
    private volatile URL sample;

    MeshInvoker(Class<T> type, URL consumer, ApplicationMesh meshes) {
        this.type = type;
        this.consumer = consumer;
        this.meshes = meshes;
        this.keys = MethodKeys.of(consumer);
        this.sample = consumer;
    }

    InvokerTable<T> invokers() {
        return invokers;
    }

    /** Takes the URL of one provider: all of a service agree in what a request's view needs of it. */
    void sample(URL provider) {
        sample = provider;
    }

    @Override
    public Result invoke(Invocation call) {
        Mesh mesh = meshes.meshOrNull();
        if (mesh == null) {
            return rejected(meshes.refusal(), call);
        }
        health.look(mesh.backend());
        InvocationRequest request = InvocationRequest.leaving(keys, call, sample);
        Call decided = mesh.outbound(request);
        return decided.decision() instanceof Reject reject
                ? rejected(reject, call)
                : carry(reachable(mesh, request, decided), call, decided);
    }

    /** The provider at the endpoint; at another one, if the mesh has one, while it cannot be reached. The last one is tried in any case. */
    private Provider<T> reachable(Mesh mesh, InvocationRequest request, Call decided) {
        while (true) {
            Endpoint endpoint = ((Forward) decided.decision()).endpoint();
            Provider<T> provider = awaited(endpoint);
            if (provider != null && provider.reachable()) {
                return provider;
            }
            health.lost(mesh.backend(), endpoint);
            if (!mesh.goElsewhere(request, decided)) {
                return provider == null ? missing(endpoint, decided) : provider;
            }
        }
    }

    /** Dubbo may learn of an endpoint a moment after the mesh: that is waited for, like a connection that is being opened. */
    private @Nullable Provider<T> awaited(Endpoint endpoint) {
        Provider<T> provider = invokers.find(endpoint);
        if (provider != null) {
            return provider;
        }
        try {
            return invokers.await(endpoint, consumer.getParameter("connect.timeout", 3000));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return null;
        }
    }

    private Provider<T> missing(Endpoint endpoint, Call decided) {
        decided.end(Outcome.UNREACHABLE);
        throw new RpcException(
                RpcException.NO_INVOKER_AVAILABLE_AFTER_FILTER,
                "twinmesh: endpoint " + endpoint + ": no invoker (expected: one of " + invokers.endpoints()
                        + ", the providers dubbo knows for " + consumer.getServiceKey() + ")");
    }

    private static <T> Result carry(Provider<T> provider, Invocation call, Call decided) {
        RpcContext.getServiceContext().setRemoteAddress(provider.address());
        Result result;
        try {
            result = provider.invoker().invoke(call);
        } catch (RuntimeException | Error e) {
            decided.end(Outcomes.of(e));
            throw e;
        }
        return result.whenCompleteWithContext((answer, failure) -> decided.end(Outcomes.of(answer, failure)));
    }

    /** Dubbo fetches the future of an asynchronous call by the mode that an invoker would have set. */
    private Result rejected(Reject reject, Invocation call) {
        if (call instanceof RpcInvocation rpc) {
            rpc.setInvokeMode(RpcUtils.getInvokeMode(sample, rpc));
        }
        return Rejections.result(reject, call);
    }

    @Override
    public Class<T> getInterface() {
        return type;
    }

    @Override
    public URL getUrl() {
        return sample;
    }

    /**
     * Dubbo asks this before every attempt. Which of the providers can be reached is looked up when the mesh has decided for one; it is not worth
     * asking all of them.
     */
    @Override
    public boolean isAvailable() {
        return !invokers.isEmpty();
    }

    /** The invokers are the directory's; it ends them. */
    @Override
    public void destroy() {}

    @Override
    public String toString() {
        return "twinmesh -> " + consumer.getServiceKey();
    }
}
