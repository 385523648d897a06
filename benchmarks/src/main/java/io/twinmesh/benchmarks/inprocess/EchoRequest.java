package io.twinmesh.benchmarks.inprocess;

import io.twinmesh.api.MethodKey;
import io.twinmesh.api.RpcRequest;
import io.twinmesh.benchmarks.wire.EchoCall;
import org.jspecify.annotations.Nullable;

/** The echo call as an adapter inside the application would show it. */
record EchoRequest(MethodKey key, EchoCall call) implements RpcRequest {

    @Override
    public @Nullable String attachment(String name) {
        return call.attachments().get(name);
    }

    @Override
    public @Nullable Object argument(int index) {
        return index == 0 ? call.argument() : null;
    }
}
