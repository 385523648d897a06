/** The things compared: direct, peers, the sidecar, the in-process gate. */
@NullMarked
package io.twinmesh.benchmarks.rows;

import org.jspecify.annotations.NullMarked;
