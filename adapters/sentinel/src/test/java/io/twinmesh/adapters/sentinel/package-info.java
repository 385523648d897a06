/** Tests with Sentinel's real engine under a clock that stands still. */
@NullMarked
package io.twinmesh.adapters.sentinel;

import org.jspecify.annotations.NullMarked;
