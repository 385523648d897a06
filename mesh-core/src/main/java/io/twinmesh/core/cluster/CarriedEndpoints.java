package io.twinmesh.core.cluster;

import io.twinmesh.api.model.Endpoint;
import io.twinmesh.api.model.EndpointAssignment;
import io.twinmesh.api.upgrade.StateReader;
import io.twinmesh.api.upgrade.StateWriter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The endpoints of a cluster on their way to the next process: in columns, as they are kept. */
final class CarriedEndpoints {

    private static final int MOST = 0xffff;

    private CarriedEndpoints() {}

    static StateWriter write(String cluster, EndpointColumns columns) {
        StateWriter part = new StateWriter().text(1, cluster);
        long[] ports = new long[columns.size()];
        long[] weights = new long[columns.size()];
        long[] labels = new long[columns.size()];
        Map<Map<String, String>, Integer> sets = new LinkedHashMap<>();
        for (int row = 0; row < columns.size(); row++) {
            part.text(2, columns.address(row));
            ports[row] = columns.port(row);
            weights[row] = columns.weight(row);
            labels[row] = sets.computeIfAbsent(columns.labels(row), set -> sets.size());
        }
        sets.keySet().forEach(set -> part.part(6, write(set)));
        return part.numbers(3, ports).numbers(4, weights).numbers(5, labels);
    }

    private static StateWriter write(Map<String, String> labels) {
        StateWriter part = new StateWriter();
        labels.forEach((name, value) -> part.text(1, name).text(1, value));
        return part;
    }

    static EndpointAssignment read(StateReader part) {
        List<String> addresses = part.texts(2);
        long[] ports = column(part, 3, addresses.size(), MOST);
        long[] weights = column(part, 4, addresses.size(), MOST);
        List<Map<String, String>> sets =
                part.parts(6).stream().map(CarriedEndpoints::labels).toList();
        long[] labels = column(part, 5, addresses.size(), sets.size() - 1);
        List<Endpoint> endpoints = new ArrayList<>(addresses.size());
        for (int row = 0; row < ports.length; row++) {
            endpoints.add(
                    Endpoint.of(addresses.get(row), (int) ports[row], sets.get((int) labels[row]), (int) weights[row]));
        }
        return new EndpointAssignment(part.text(1), endpoints);
    }

    private static long[] column(StateReader part, int field, int size, int most) {
        long[] column = part.numbers(field);
        if (column.length != size) {
            throw part.refused(column.length + " values in field " + field, "one for each of " + size + " addresses");
        }
        for (long value : column) {
            if (value < 0 || value > most) {
                throw part.refused(value + " in field " + field, "0 to " + most);
            }
        }
        return column;
    }

    private static Map<String, String> labels(StateReader part) {
        List<String> texts = part.texts(1);
        Map<String, String> labels = new HashMap<>();
        for (int i = 0; i + 1 < texts.size(); i += 2) {
            labels.put(texts.get(i), texts.get(i + 1));
        }
        return labels;
    }
}
