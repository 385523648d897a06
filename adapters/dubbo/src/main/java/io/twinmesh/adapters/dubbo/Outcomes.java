package io.twinmesh.adapters.dubbo;

import io.twinmesh.api.Outcome;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import org.apache.dubbo.remoting.RemotingException;
import org.apache.dubbo.remoting.TimeoutException;
import org.apache.dubbo.rpc.Result;
import org.apache.dubbo.rpc.RpcException;
import org.jspecify.annotations.Nullable;

/** How a call ended, from what Dubbo makes of it. */
final class Outcomes {

    private Outcomes() {}

    /** The outcome of a call whose result, or whose failure to have one, has come in later. */
    static Outcome of(@Nullable Result result, @Nullable Throwable failure) {
        if (failure != null) {
            return unwrapped(failure) instanceof RpcException answer ? ofAnswer(answer) : of(failure);
        }
        return result != null && result.hasException() ? ofAnswer(result.getException()) : Outcome.OK;
    }

    /**
     * An exception that came back as the answer: the service's own, unless the framework over there put it in. One of Dubbo's filters makes
     * a failure of the latter. What its code says was over there: here an answer came in time, and a sidecar sees the class alone. Triple
     * tells its own failures by codes, in a class of its own.
     */
    private static Outcome ofAnswer(Throwable answer) {
        if (answer.getClass() == RpcException.class) {
            return Outcome.SERVER_ERROR;
        }
        if (answer instanceof RpcException rpc && !rpc.isBiz()) {
            return rpc.isTimeout() ? Outcome.TIMEOUT : Outcome.SERVER_ERROR;
        }
        return Outcome.BUSINESS_ERROR;
    }

    /** The outcome of a call that failed before there was a result. */
    static Outcome of(Throwable failure) {
        Throwable cause = unwrapped(failure);
        if (cause instanceof RpcException rpc) {
            return ofRpc(rpc);
        }
        if (cause instanceof TimeoutException || cause instanceof java.util.concurrent.TimeoutException) {
            return Outcome.TIMEOUT;
        }
        return cause instanceof RemotingException ? ofReply(cause) : Outcome.SERVER_ERROR;
    }

    private static Outcome ofRpc(RpcException failure) {
        return switch (failure.getCode()) {
            case RpcException.BIZ_EXCEPTION -> Outcome.BUSINESS_ERROR;
            case RpcException.TIMEOUT_EXCEPTION, RpcException.TIMEOUT_TERMINATE -> Outcome.TIMEOUT;
            case RpcException.NETWORK_EXCEPTION -> ofNetwork(failure.getCause());
            case RpcException.LIMIT_EXCEEDED_EXCEPTION -> Outcome.CANCELLED;
            default -> failure.getCause() instanceof InterruptedException ? Outcome.CANCELLED : Outcome.SERVER_ERROR;
        };
    }

    /** Dubbo calls an error status a network failure, too; it is one only if the future was never asked, or the channel is gone. */
    private static Outcome ofNetwork(@Nullable Throwable cause) {
        return cause instanceof ExecutionException ? ofReply(unwrapped(cause)) : Outcome.UNREACHABLE;
    }

    private static Outcome ofReply(Throwable remoting) {
        String text = String.valueOf(remoting.getMessage());
        boolean lost = text.startsWith("Channel ") && text.contains(" is inactive. ");
        return lost ? Outcome.UNREACHABLE : Outcome.SERVER_ERROR;
    }

    private static Throwable unwrapped(Throwable failure) {
        boolean wrapper = failure instanceof CompletionException || failure instanceof ExecutionException;
        Throwable cause = failure.getCause();
        return wrapper && cause != null ? unwrapped(cause) : failure;
    }
}
