package io.twinmesh.adapters.dubbo;

import io.twinmesh.api.JavaTypes;
import io.twinmesh.api.MethodKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.dubbo.common.URL;
import org.apache.dubbo.common.utils.ReflectUtils;
import org.apache.dubbo.rpc.Invocation;
import org.apache.dubbo.rpc.RpcInvocation;
import org.jspecify.annotations.Nullable;

/**
 * The keys of one service's methods: the same object for the same method again. A generic call is given the key of the method that it
 * carries.
 *
 * <p>Threading: any thread. Names may come from outside (a provider's generic calls): after {@link #LIMIT} of them keys are made anew for
 * every call.
 */
final class MethodKeys {

    private static final int LIMIT = 10_000;
    private static final String NO_VERSION = "0.0.0";
    private static final String GENERIC_DESCRIPTOR = "Ljava/lang/String;[Ljava/lang/String;[Ljava/lang/Object;";

    private final String service;
    private final String version;
    private final Map<String, Map<String, MethodKey>> byDescriptor = new ConcurrentHashMap<>();
    private final Map<String, Map<List<String>, MethodKey>> byTypes = new ConcurrentHashMap<>();
    private final AtomicInteger known = new AtomicInteger();

    MethodKeys(String service, @Nullable String version) {
        this.service = service;
        this.version = version == null || version.equals(NO_VERSION) ? "" : version;
    }

    /** The keys of the service that a URL of a consumer or provider is about. */
    static MethodKeys of(URL url) {
        return new MethodKeys(url.getServiceInterface(), url.getVersion());
    }

    /** Whether a call carries another one. */
    static boolean isGeneric(Invocation call) {
        String method = call.getMethodName();
        return (method.equals("$invoke") || method.equals("$invokeAsync"))
                && GENERIC_DESCRIPTOR.equals(descriptor(call))
                && call.getArguments()[0] instanceof String;
    }

    /** Dubbo has made the descriptor already, for what it sends and for what it receives. */
    private static String descriptor(Invocation call) {
        String ready = call instanceof RpcInvocation rpc ? rpc.getParameterTypesDesc() : null;
        return ready == null ? ReflectUtils.getDesc(call.getParameterTypes()) : ready;
    }

    /** The key of the method that is called. */
    MethodKey of(Invocation call) {
        String method = call.getMethodName();
        String types = descriptor(call);
        Map<String, MethodKey> overloads = byDescriptor.get(method);
        MethodKey key = overloads == null ? null : overloads.get(types);
        return key == null ? keep(byDescriptor, method, types, typesOf(types)) : key;
    }

    private static List<String> typesOf(String descriptor) {
        List<String> types = JavaTypes.ofDescriptor(descriptor);
        return types == null ? List.of() : types;
    }

    /** The key of the method that a generic call carries. */
    MethodKey carriedBy(Invocation generic) {
        String method = (String) generic.getArguments()[0];
        List<String> types = new ArrayList<>();
        if (generic.getArguments()[1] instanceof String[] names) {
            for (String name : names) {
                types.add(name == null ? "" : JavaTypes.javaName(name));
            }
        }
        Map<List<String>, MethodKey> overloads = byTypes.get(method);
        MethodKey key = overloads == null ? null : overloads.get(types);
        return key == null ? keep(byTypes, method, List.copyOf(types), types) : key;
    }

    private <T> MethodKey keep(Map<String, Map<T, MethodKey>> keys, String method, T signature, List<String> types) {
        MethodKey key = MethodKey.of(service, version, method, types);
        if (known.get() >= LIMIT) {
            return key;
        }
        Map<T, MethodKey> overloads = keys.computeIfAbsent(method, name -> new ConcurrentHashMap<>());
        MethodKey before = overloads.putIfAbsent(signature, key);
        if (before == null) {
            known.incrementAndGet();
        }
        return before == null ? key : before;
    }
}
