package io.twinmesh.api;

import java.util.List;
import java.util.Objects;

/**
 * What names a method on the wire: service, version, method and parameter types. Immutable; a protocol should hand out the
 * same object for the same method again, because the kernel keeps what it compiled for a method by its key.
 */
@Stable(since = "0.1")
public final class MethodKey {

    private final String service;
    private final String version;
    private final String method;
    private final List<String> parameterTypes;
    private final int hash;

    private MethodKey(String service, String version, String method, List<String> parameterTypes) {
        this.service = Objects.requireNonNull(service, "service");
        this.version = Objects.requireNonNull(version, "version");
        this.method = Objects.requireNonNull(method, "method");
        this.parameterTypes = List.copyOf(parameterTypes);
        this.hash = Objects.hash(service, version, method, this.parameterTypes);
    }

    /**
     * A key.
     *
     * @param service Dubbo interface, gRPC service or host name
     * @param version service version, empty if there is none (Dubbo's {@code 0.0.0} on the wire counts as none)
     * @param method method name; for a generic call the method that it carries
     * @param parameterTypes Java names of the parameter types, as {@code java.lang.String} or {@code int[]}
     */
    public static MethodKey of(String service, String version, String method, List<String> parameterTypes) {
        return new MethodKey(service, version, method, parameterTypes);
    }

    /** A key without a version. */
    public static MethodKey of(String service, String method, String... parameterTypes) {
        return new MethodKey(service, "", method, List.of(parameterTypes));
    }

    public String service() {
        return service;
    }

    public String version() {
        return version;
    }

    public String method() {
        return method;
    }

    public List<String> parameterTypes() {
        return parameterTypes;
    }

    /** Method and parameter types as rules write them: {@code buy(java.lang.Long,int)}. */
    public String signature() {
        return method + "(" + String.join(",", parameterTypes) + ")";
    }

    @Override
    public boolean equals(Object other) {
        return this == other || other instanceof MethodKey key && hash == key.hash && sameNames(key);
    }

    private boolean sameNames(MethodKey key) {
        return service.equals(key.service)
                && method.equals(key.method)
                && version.equals(key.version)
                && parameterTypes.equals(key.parameterTypes);
    }

    @Override
    public int hashCode() {
        return hash;
    }

    @Override
    public String toString() {
        return service + (version.isEmpty() ? "" : ":" + version) + "#" + signature();
    }
}
