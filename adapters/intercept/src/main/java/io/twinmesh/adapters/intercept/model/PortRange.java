package io.twinmesh.adapters.intercept.model;

import io.twinmesh.api.Preview;
import io.twinmesh.api.config.MeshConfigurationException;

/** Ports from the first to the last, both included. */
@Preview(since = "0.2")
public record PortRange(int first, int last) {

    static final int MOST = 65535;

    public PortRange {
        if (first < 1 || last > MOST || first > last) {
            throw refused(first + "-" + last);
        }
    }

    /** Reads {@code 20880}, {@code 20880-20889} or {@code 20880:20889}. */
    static PortRange parse(String text) {
        String[] ends = text.strip().split("[-:]", -1);
        try {
            int first = Integer.parseInt(ends[0]);
            return ends.length > 2 ? none(text) : new PortRange(first, Integer.parseInt(ends[ends.length - 1]));
        } catch (NumberFormatException e) {
            return none(text);
        }
    }

    private static PortRange none(String text) {
        throw refused(text);
    }

    private static MeshConfigurationException refused(String text) {
        return new MeshConfigurationException(
                "ports", text, "ports from 1 to 65535, as 20880 or 20880-20889, separated by commas, or all");
    }

    /** True if it is one port. */
    public boolean single() {
        return first == last;
    }

    /** The range with a separator, or the port alone. */
    public String text(String separator) {
        return single() ? Integer.toString(first) : first + separator + last;
    }
}
