/** The macro benchmark: one machine, separate processes, the sidecar beside its peers in interleaved rounds. */
@NullMarked
package io.twinmesh.benchmarks;

import org.jspecify.annotations.NullMarked;
