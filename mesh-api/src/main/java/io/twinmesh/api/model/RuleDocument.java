package io.twinmesh.api.model;

import io.twinmesh.api.Stable;

/**
 * Rules in a format that a throttler understands, passed to it unread.
 *
 * @param format throttler id and kind of rule: {@code sentinel-flow}, {@code sentinel-degrade}, {@code sentinel-param},
 *     {@code sentinel-system}, {@code sentinel-authority}
 * @param application the application the rules are for
 * @param file where they stand, for messages
 * @param text the document
 */
@Stable(since = "0.1")
public record RuleDocument(String format, String application, String file, String text) {}
