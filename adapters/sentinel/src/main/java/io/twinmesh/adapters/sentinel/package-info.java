/** Throttling by Sentinel rules, as they are. */
@NullMarked
package io.twinmesh.adapters.sentinel;

import org.jspecify.annotations.NullMarked;
