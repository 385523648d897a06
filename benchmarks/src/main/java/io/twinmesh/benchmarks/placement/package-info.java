/** The same Dubbo consumer without the mesh, with the mesh inside it, and beside a sidecar: started, checked, called in turns. */
@NullMarked
package io.twinmesh.benchmarks.placement;

import org.jspecify.annotations.NullMarked;
