package io.twinmesh.adapters.dubbo;

import io.twinmesh.api.JavaTypes;
import io.twinmesh.api.MethodKey;
import io.twinmesh.api.RpcRequest;
import io.twinmesh.api.SimpleRequest;
import java.util.List;
import org.apache.dubbo.common.URL;
import org.apache.dubbo.rpc.Invocation;
import org.jspecify.annotations.Nullable;

/**
 * An invocation as policy sees it: what a sidecar would read in its frame. Nothing is copied; every answer is looked up when it is asked
 * for.
 */
abstract class InvocationRequest implements RpcRequest {

    final Invocation call;
    private final MethodKey key;
    private final @Nullable Object[] arguments;
    private final boolean generic;

    private InvocationRequest(MethodKeys keys, Invocation call) {
        this.call = call;
        this.generic = MethodKeys.isGeneric(call);
        if (generic) {
            this.key = keys.carriedBy(call);
            this.arguments = call.getArguments()[2] instanceof Object[] carried ? carried : new Object[0];
        } else {
            this.key = keys.of(call);
            this.arguments = call.getArguments() == null ? new Object[0] : call.getArguments();
        }
    }

    /** A call that leaves. Dubbo adds to its attachments when it sends it; what it will add is answered from the URL. */
    static InvocationRequest leaving(MethodKeys keys, Invocation call, URL provider) {
        return new Leaving(keys, call, provider);
    }

    /** A call that has come in: its attachments are those of the frame. */
    static InvocationRequest arrived(MethodKeys keys, Invocation call) {
        return new Arrived(keys, call);
    }

    @Override
    public MethodKey key() {
        return key;
    }

    @Override
    public @Nullable Object argument(int index) {
        if (index < 0 || index >= arguments.length) {
            return null;
        }
        Object value = arguments[index];
        List<String> types = key.parameterTypes();
        boolean scalar = generic || index >= types.size() || JavaTypes.mayBeScalar(types.get(index));
        return value == null || scalar ? SimpleRequest.normal(value) : OPAQUE;
    }

    private static final class Leaving extends InvocationRequest {

        private final URL provider;

        Leaving(MethodKeys keys, Invocation call, URL provider) {
            super(keys, call);
            this.provider = provider;
        }

        @Override
        public @Nullable String attachment(String name) {
            return switch (name) {
                case "path" -> provider.getPath();
                case "version" -> provider.getVersion("0.0.0");
                case "timeout" -> timeout();
                case "interface", "group", "token" -> elseOfUrl(name);
                default -> call.getAttachment(name);
            };
        }

        private @Nullable String elseOfUrl(String name) {
            String value = call.getAttachment(name);
            if (value == null) {
                value = provider.getParameter(name);
            }
            return value == null || value.isEmpty() ? null : value;
        }

        private String timeout() {
            String own = call.getAttachment("timeout");
            return own == null
                    ? String.valueOf(provider.getMethodPositiveParameter(call.getMethodName(), "timeout", 1000))
                    : own;
        }
    }

    private static final class Arrived extends InvocationRequest {

        Arrived(MethodKeys keys, Invocation call) {
            super(keys, call);
        }

        @Override
        public @Nullable String attachment(String name) {
            return call.getAttachment(name);
        }
    }
}
