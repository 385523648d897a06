/** Endpoints and load balancers. */
@NullMarked
package io.twinmesh.core.cluster;

import org.jspecify.annotations.NullMarked;
