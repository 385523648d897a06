package io.twinmesh.api.model;

import io.twinmesh.api.Stable;

/** A match on a truth value. */
@Stable(since = "0.1")
public record BooleanMatch(boolean value) implements ValueMatch {}
