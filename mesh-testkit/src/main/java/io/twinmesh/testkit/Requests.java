package io.twinmesh.testkit;

import io.twinmesh.api.MethodKey;
import io.twinmesh.api.Preview;
import io.twinmesh.api.RpcRequest;
import io.twinmesh.api.SimpleRequest;

/** Requests in one line. */
@Preview(since = "0.1")
public final class Requests {

    private Requests() {}

    /** A call without arguments and attachments. */
    public static SimpleRequest of(String service, String method) {
        return RpcRequest.builder(MethodKey.of(service, method)).build();
    }

    /** A call that carries one attachment. */
    public static SimpleRequest with(String service, String method, String attachment, String value) {
        return RpcRequest.builder(MethodKey.of(service, method))
                .attachment(attachment, value)
                .build();
    }
}
