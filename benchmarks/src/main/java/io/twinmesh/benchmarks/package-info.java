/** Micro and macro benchmarks; the row without a mesh is always there. */
@NullMarked
package io.twinmesh.benchmarks;

import org.jspecify.annotations.NullMarked;
