package io.twinmesh.adapters.dubbo;

import io.twinmesh.api.Call;
import io.twinmesh.api.Decision.Reject;
import io.twinmesh.api.Internal;
import io.twinmesh.api.Mesh;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.dubbo.common.URL;
import org.apache.dubbo.common.constants.CommonConstants;
import org.apache.dubbo.common.extension.Activate;
import org.apache.dubbo.rpc.Filter;
import org.apache.dubbo.rpc.Invocation;
import org.apache.dubbo.rpc.Invoker;
import org.apache.dubbo.rpc.Result;
import org.apache.dubbo.rpc.model.ApplicationModel;

/**
 * Asks the mesh whether a call may come in. Found by Dubbo.
 *
 * <p>It stands before Dubbo's filters for echo and generic calls, so it sees a call as it came in.
 */
@Internal(since = "0.1")
@Activate(group = CommonConstants.PROVIDER, order = -120_000)
public final class InboundFilter implements Filter {

    private final ApplicationMesh meshes;
    private final Map<String, MethodKeys> keys = new ConcurrentHashMap<>();

    /** Made by Dubbo, once per module. */
    public InboundFilter(ApplicationModel application) {
        this.meshes = ApplicationMesh.of(application);
    }

    @Override
    public Result invoke(Invoker<?> invoker, Invocation call) {
        Mesh mesh = meshes.meshOrNull();
        if (mesh == null) {
            return Rejections.result(meshes.refusal(), call);
        }
        Call decided = mesh.inbound(InvocationRequest.arrived(keys(invoker.getUrl()), call));
        return decided.decision() instanceof Reject reject
                ? Rejections.result(reject, call)
                : carry(invoker, call, decided);
    }

    private MethodKeys keys(URL provider) {
        MethodKeys known = keys.get(provider.getServiceKey());
        return known == null ? keys.computeIfAbsent(provider.getServiceKey(), key -> MethodKeys.of(provider)) : known;
    }

    private static Result carry(Invoker<?> invoker, Invocation call, Call decided) {
        Result result;
        try {
            result = invoker.invoke(call);
        } catch (RuntimeException | Error e) {
            decided.end(Outcomes.of(e));
            throw e;
        }
        return result.whenCompleteWithContext((answer, failure) -> decided.end(Outcomes.of(answer, failure)));
    }
}
