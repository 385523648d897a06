/** Tests of the Prometheus adapter over real HTTP. */
@NullMarked
package io.twinmesh.adapters.prometheus;

import org.jspecify.annotations.NullMarked;
