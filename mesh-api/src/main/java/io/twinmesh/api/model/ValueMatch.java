package io.twinmesh.api.model;

import io.twinmesh.api.Stable;

/** What one value must be. */
@Stable(since = "0.1")
public sealed interface ValueMatch permits StringMatch, NumberMatch, BooleanMatch {}
