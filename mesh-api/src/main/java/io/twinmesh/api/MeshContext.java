package io.twinmesh.api;

import io.twinmesh.api.config.MeshConfig;

/** What a backend is given when it is created. */
@Stable(since = "0.1")
public interface MeshContext {

    /** The options of this mesh. */
    MeshConfig config();

    /** The kernel; started on the first call, so that a backend which decides elsewhere does not pay for one. */
    Kernel kernel();
}
