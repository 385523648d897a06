package io.twinmesh.api.model;

import io.twinmesh.api.Stable;
import java.util.List;

/** All endpoints of one cluster. */
@Stable(since = "0.1")
public record EndpointAssignment(String cluster, List<Endpoint> endpoints) {

    public EndpointAssignment {
        endpoints = List.copyOf(endpoints);
    }
}
