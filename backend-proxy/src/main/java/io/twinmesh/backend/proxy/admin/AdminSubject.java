package io.twinmesh.backend.proxy.admin;

import io.twinmesh.api.Internal;
import io.twinmesh.api.Kernel;
import io.twinmesh.api.config.MeshConfig;
import io.twinmesh.backend.proxy.link.Counters;
import java.util.Map;
import java.util.function.Supplier;

/**
 * What the admin port tells about.
 *
 * @param addresses the addresses bound, by the word for each
 * @param transport how sockets are had
 */
@Internal(since = "0.1")
public record AdminSubject(
        MeshConfig config,
        Kernel kernel,
        Counters counters,
        Supplier<Map<String, String>> addresses,
        String transport) {}
