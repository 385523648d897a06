package io.twinmesh.api.model;

import io.twinmesh.api.Stable;

/**
 * Where a piece of policy was written.
 *
 * @param file file or stream, relative to its source; empty if it was built in code
 * @param resource {@code Kind/name}
 */
@Stable(since = "0.1")
public record Origin(String file, String resource) {}
