/** Counters. */
@NullMarked
package io.twinmesh.core.stats;

import org.jspecify.annotations.NullMarked;
