/** Counters of calls by what they are counted by. */
@NullMarked
package io.twinmesh.core.stats;

import org.jspecify.annotations.NullMarked;
