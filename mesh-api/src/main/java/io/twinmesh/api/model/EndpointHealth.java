package io.twinmesh.api.model;

import io.twinmesh.api.Stable;

/** What is known of an endpoint's readiness. */
@Stable(since = "0.1")
public enum EndpointHealth {
    /** Takes calls. */
    HEALTHY,
    /** Has asked for no new calls (READONLY, GOAWAY); takes none while another one can. */
    DRAINING,
    /** Could not be connected to; takes none while another one can. */
    UNREACHABLE
}
