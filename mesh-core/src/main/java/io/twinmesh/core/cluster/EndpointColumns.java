package io.twinmesh.core.cluster;

import io.twinmesh.api.Internal;
import io.twinmesh.api.model.Endpoint;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The endpoints of one cluster in columns: 12 bytes an IPv4 endpoint, whatever it is labelled with, because labels are interned.
 *
 * <p>An {@link Endpoint} object is made when it is asked for. Immutable.
 */
@Internal(since = "0.1")
public final class EndpointColumns {

    private static final int LONG_ADDRESS = -1;

    private final int[] addresses;
    private final short[] ports;
    private final short[] weights;
    private final int[] labels;
    private final List<Map<String, String>> labelSets = new ArrayList<>();
    private final Map<Integer, String> longAddresses = new HashMap<>();

    /**
     * Copies endpoints into columns; of two with the same address and port both are kept.
     *
     * @param endpoints weights over 65,535 count as 65,535, those under 0 as 0
     */
    public EndpointColumns(List<Endpoint> endpoints) {
        int size = endpoints.size();
        addresses = new int[size];
        ports = new short[size];
        weights = new short[size];
        labels = new int[size];
        Map<Map<String, String>, Integer> interned = new HashMap<>();
        int row = 0;
        for (Endpoint endpoint : endpoints) {
            store(row++, endpoint, interned);
        }
    }

    private void store(int row, Endpoint endpoint, Map<Map<String, String>, Integer> interned) {
        addresses[row] = packed(row, endpoint.address());
        ports[row] = (short) endpoint.port();
        weights[row] = (short) Math.max(0, Math.min(endpoint.weight(), 0xffff));
        labels[row] = interned.computeIfAbsent(endpoint.labels(), set -> {
            labelSets.add(set);
            return labelSets.size() - 1;
        });
    }

    private int packed(int row, String address) {
        int bits = ipv4(address);
        if (bits == LONG_ADDRESS) {
            longAddresses.put(row, address);
        }
        return bits;
    }

    /** The bits of a dotted quad as it is written without needless zeros; -1, which no endpoint has (255.255.255.255), for anything else. */
    private static int ipv4(String address) {
        int bits = 0;
        int part = -1;
        int dots = 0;
        for (int i = 0; i < address.length(); i++) {
            char c = address.charAt(i);
            if (c == '.' && part >= 0 && part < 256) {
                bits = bits << 8 | part;
                part = -1;
                dots++;
            } else if (c >= '0' && c <= '9' && part != 0 && part < 26) {
                part = Math.max(part, 0) * 10 + c - '0';
            } else {
                return LONG_ADDRESS;
            }
        }
        return dots == 3 && part >= 0 && part < 256 ? bits << 8 | part : LONG_ADDRESS;
    }

    public int size() {
        return addresses.length;
    }

    public String address(int row) {
        int bits = addresses[row];
        if (bits == LONG_ADDRESS) {
            return longAddresses.getOrDefault(row, "255.255.255.255");
        }
        return (bits >>> 24) + "." + (bits >>> 16 & 0xff) + "." + (bits >>> 8 & 0xff) + "." + (bits & 0xff);
    }

    public int port(int row) {
        return ports[row] & 0xffff;
    }

    public int weight(int row) {
        return weights[row] & 0xffff;
    }

    public Map<String, String> labels(int row) {
        return labelSets.get(labels[row]);
    }

    /** The first row with this address and port, or -1. */
    public int row(Endpoint endpoint) {
        return row(endpoint, 0);
    }

    /** The first row from here on with this address and port, or -1. */
    int row(Endpoint endpoint, int from) {
        int bits = ipv4(endpoint.address());
        for (int row = from; row < addresses.length; row++) {
            if (addresses[row] == bits && port(row) == endpoint.port() && isAt(row, bits, endpoint.address())) {
                return row;
            }
        }
        return -1;
    }

    private boolean isAt(int row, int bits, String address) {
        return bits != LONG_ADDRESS || address(row).equals(address);
    }

    /** A new object for the endpoint of a row. */
    public Endpoint endpoint(int row) {
        return Endpoint.of(address(row), port(row), labels(row), weight(row));
    }

    /** Takes every endpoint that is here out of a set: one pass, whatever the size of the set. */
    void takeOut(Set<Endpoint> from) {
        BitSet sieve = new BitSet();
        from.forEach(endpoint -> sieve.set(sieved(ipv4(endpoint.address()), endpoint.port())));
        for (int row = 0; row < addresses.length && !from.isEmpty(); row++) {
            if (sieve.get(sieved(addresses[row], port(row)))) {
                from.remove(endpoint(row));
            }
        }
    }

    private static int sieved(int address, int port) {
        return (address ^ address >>> 16 ^ 31 * port) & 0xffff;
    }

    /** Rows that carry all these labels, ascending. */
    public int[] select(Map<String, String> wanted) {
        boolean[] fits = new boolean[labelSets.size()];
        for (int i = 0; i < fits.length; i++) {
            fits[i] = labelSets.get(i).entrySet().containsAll(wanted.entrySet());
        }
        int[] rows = new int[size()];
        int count = 0;
        for (int row = 0; row < rows.length; row++) {
            if (fits[labels[row]]) {
                rows[count++] = row;
            }
        }
        return Arrays.copyOf(rows, count);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof EndpointColumns columns
                && Arrays.equals(addresses, columns.addresses)
                && Arrays.equals(ports, columns.ports)
                && Arrays.equals(weights, columns.weights)
                && Arrays.equals(labels, columns.labels)
                && labelSets.equals(columns.labelSets)
                && longAddresses.equals(columns.longAddresses);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(addresses) + Arrays.hashCode(ports);
    }
}
