package io.twinmesh.api.model;

import io.twinmesh.api.Stable;
import java.util.Map;

/** One address of a cluster. Immutable; equal if address and port are equal. */
@Stable(since = "0.1")
public final class Endpoint {

    private final String address;
    private final int port;
    private final Map<String, String> labels;
    private final int weight;
    private final int hash;

    private Endpoint(String address, int port, Map<String, String> labels, int weight) {
        this.address = address;
        this.port = port;
        this.labels = Map.copyOf(labels);
        this.weight = weight;
        this.hash = 31 * address.hashCode() + port;
    }

    /**
     * An endpoint.
     *
     * @param address IPv4 or IPv6 literal without brackets
     * @param port 1 to 65535
     * @param labels what subsets select by
     * @param weight relative share of calls, 0 to 65535; 0 takes none
     */
    public static Endpoint of(String address, int port, Map<String, String> labels, int weight) {
        return new Endpoint(address, port, labels, weight);
    }

    /** An endpoint of weight 1 without labels. */
    public static Endpoint of(String address, int port) {
        return of(address, port, Map.of(), 1);
    }

    public String address() {
        return address;
    }

    public int port() {
        return port;
    }

    public Map<String, String> labels() {
        return labels;
    }

    public int weight() {
        return weight;
    }

    @Override
    public boolean equals(Object other) {
        return this == other
                || other instanceof Endpoint endpoint && port == endpoint.port && address.equals(endpoint.address);
    }

    @Override
    public int hashCode() {
        return hash;
    }

    /** {@code 10.0.0.1:20880} or {@code [fd00::1]:20880}. */
    @Override
    public String toString() {
        return address.indexOf(':') < 0 ? address + ":" + port : "[" + address + "]:" + port;
    }
}
