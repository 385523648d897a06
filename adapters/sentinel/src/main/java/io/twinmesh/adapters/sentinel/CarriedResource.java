package io.twinmesh.adapters.sentinel;

import io.twinmesh.api.upgrade.StateReader;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What was counted about one resource, read and not yet put in place. */
record CarriedResource(
        String name,
        boolean entered,
        CarriedNode node,
        Map<String, CarriedNode> contexts,
        Map<String, CarriedNode> origins,
        List<CarriedBreaker> breakers,
        List<CarriedParams> params) {

    static CarriedResource read(StateReader part) {
        return new CarriedResource(
                part.text(1),
                part.flag(2),
                CarriedNode.read(part.part(3)),
                nodes(part, 4),
                nodes(part, 5),
                part.parts(6).stream().map(CarriedBreaker::read).toList(),
                part.parts(7).stream().map(CarriedParams::read).toList());
    }

    private static Map<String, CarriedNode> nodes(StateReader part, int field) {
        Map<String, CarriedNode> nodes = new HashMap<>();
        part.parts(field).forEach(node -> nodes.put(node.text(1), CarriedNode.read(node.part(2))));
        return nodes;
    }
}
