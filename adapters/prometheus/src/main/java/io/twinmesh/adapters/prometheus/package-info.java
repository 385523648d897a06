/** Statistics as Prometheus metrics. */
@NullMarked
package io.twinmesh.adapters.prometheus;

import org.jspecify.annotations.NullMarked;
