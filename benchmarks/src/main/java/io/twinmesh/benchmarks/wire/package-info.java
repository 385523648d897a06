/** Just enough Dubbo2 and hessian2 for an echo call, and the one-thread transport under it. */
@NullMarked
package io.twinmesh.benchmarks.wire;

import org.jspecify.annotations.NullMarked;
