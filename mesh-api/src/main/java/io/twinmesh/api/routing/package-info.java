/** How one call is explained and how rules are reported on. */
@NullMarked
package io.twinmesh.api.routing;

import org.jspecify.annotations.NullMarked;
