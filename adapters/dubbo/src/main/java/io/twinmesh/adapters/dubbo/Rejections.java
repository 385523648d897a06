package io.twinmesh.adapters.dubbo;

import io.twinmesh.api.Decision.Reject;
import io.twinmesh.api.RejectReason;
import org.apache.dubbo.rpc.AsyncRpcResult;
import org.apache.dubbo.rpc.Invocation;
import org.apache.dubbo.rpc.Result;
import org.apache.dubbo.rpc.RpcException;

/** What an application sees of a rejected call: the text that a sidecar would have answered with. */
final class Rejections {

    private Rejections() {}

    /** A result that is there already. It is no exception thrown: Dubbo would try again what was rejected on purpose. */
    static Result result(Reject reject, Invocation call) {
        return AsyncRpcResult.newDefaultAsyncResult(exception(reject), call);
    }

    static RpcException exception(Reject reject) {
        RejectReason reason = reject.reason();
        return new RpcException(code(reason), "twinmesh: " + reason.word() + ": " + reject.detail());
    }

    private static int code(RejectReason reason) {
        return switch (reason) {
            case THROTTLED, PARAM_THROTTLED, DEGRADED, OVERLOADED, CIRCUIT_OPEN ->
                RpcException.LIMIT_EXCEEDED_EXCEPTION;
            case UNAUTHORIZED -> RpcException.FORBIDDEN_EXCEPTION;
            case NO_ROUTE, NO_ENDPOINT, NOT_READY -> RpcException.NO_INVOKER_AVAILABLE_AFTER_FILTER;
            case MALFORMED -> RpcException.SERIALIZATION_EXCEPTION;
        };
    }
}
