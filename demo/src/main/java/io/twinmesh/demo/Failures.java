package io.twinmesh.demo;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.dubbo.rpc.RpcException;
import org.jspecify.annotations.Nullable;

/** One word for why a call failed: the mesh's reason if it was rejected, else what Dubbo says. */
final class Failures {

    private static final Pattern REJECTED = Pattern.compile("twinmesh: ([a-z_]+): ");

    private Failures() {}

    static String kind(Throwable failure) {
        for (@Nullable Throwable cause = failure; cause != null; cause = cause.getCause()) {
            Matcher matcher = REJECTED.matcher(String.valueOf(cause.getMessage()));
            if (matcher.find()) {
                return matcher.group(1);
            }
        }
        return failure instanceof RpcException rpc
                ? ofDubbo(rpc)
                : failure.getClass().getSimpleName();
    }

    private static String ofDubbo(RpcException failure) {
        if (failure.isTimeout()) {
            return "timeout";
        }
        return failure.isNetwork() ? "network" : "code-" + failure.getCode();
    }
}
