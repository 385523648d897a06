/** Endpoints in columns, their state, and the load balancers that pick among them. */
@NullMarked
package io.twinmesh.core.cluster;

import org.jspecify.annotations.NullMarked;
