package io.twinmesh.adapters.intercept.model;

import io.twinmesh.api.Preview;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A set of ports as sorted ranges that neither touch nor overlap.
 *
 * @param ranges in ascending order
 */
@Preview(since = "0.2")
public record Ports(List<PortRange> ranges) {

    /** Every port there is. */
    public static final Ports ALL = new Ports(List.of(new PortRange(1, PortRange.MOST)));

    /** No port. */
    public static final Ports NONE = new Ports(List.of());

    public Ports {
        ranges = merged(ranges);
    }

    /**
     * Reads {@code 20880,21000-21009} or {@code all}.
     *
     * @throws io.twinmesh.api.config.MeshConfigurationException if it is neither
     */
    public static Ports parse(String text) {
        return text.equals("all")
                ? ALL
                : new Ports(
                        Arrays.stream(text.split(",", -1)).map(PortRange::parse).toList());
    }

    /** One port. */
    public static Ports of(int port) {
        return new Ports(List.of(new PortRange(port, port)));
    }

    private static List<PortRange> merged(List<PortRange> ranges) {
        List<PortRange> merged = new ArrayList<>();
        List<PortRange> sorted = ranges.stream()
                .sorted(Comparator.comparingInt(PortRange::first))
                .toList();
        for (PortRange next : sorted) {
            int end = merged.size() - 1;
            if (end >= 0 && merged.get(end).last() >= next.first() - 1) {
                PortRange open = merged.get(end);
                merged.set(end, new PortRange(open.first(), Math.max(open.last(), next.last())));
            } else {
                merged.add(next);
            }
        }
        return List.copyOf(merged);
    }

    /** These without those. */
    public Ports minus(Ports others) {
        List<PortRange> left = ranges;
        for (PortRange other : others.ranges) {
            left = left.stream().flatMap(range -> cut(range, other).stream()).toList();
        }
        return new Ports(left);
    }

    private static List<PortRange> cut(PortRange range, PortRange hole) {
        List<PortRange> left = new ArrayList<>();
        if (range.first() < hole.first()) {
            left.add(new PortRange(range.first(), Math.min(range.last(), hole.first() - 1)));
        }
        if (range.last() > hole.last()) {
            left.add(new PortRange(Math.max(range.first(), hole.last() + 1), range.last()));
        }
        return left;
    }

    public boolean contains(int port) {
        return ranges.stream().anyMatch(range -> range.first() <= port && port <= range.last());
    }

    public boolean isEmpty() {
        return ranges.isEmpty();
    }

    public boolean isAll() {
        return equals(ALL);
    }

    @Override
    public String toString() {
        return isAll() ? "all" : ranges.stream().map(range -> range.text("-")).collect(Collectors.joining(","));
    }
}
