package io.twinmesh.api.model;

import io.twinmesh.api.Stable;

/**
 * The part of a request that keeps calls together.
 *
 * @param subject {@code ATTACHMENT}, {@code HEADER}, {@code ARGUMENT}, {@code QUERY}, {@code CALLER} or {@code METHOD}
 * @param key name, for the subjects that have one, else empty
 * @param index index from 0, for {@code ARGUMENT}, else -1
 */
@Stable(since = "0.1")
public record HashKey(Subject subject, String key, int index) {}
