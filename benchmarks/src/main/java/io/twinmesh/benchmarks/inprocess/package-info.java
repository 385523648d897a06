/** The in-process row of the macro harness. */
@NullMarked
package io.twinmesh.benchmarks.inprocess;

import org.jspecify.annotations.NullMarked;
