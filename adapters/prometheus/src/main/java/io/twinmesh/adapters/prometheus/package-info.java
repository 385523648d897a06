/** Numbers of the kernel as Prometheus metrics over HTTP. */
@NullMarked
package io.twinmesh.adapters.prometheus;

import org.jspecify.annotations.NullMarked;
