/** The cost of one decision: JMH, nanoseconds and bytes per operation. */
@NullMarked
package io.twinmesh.benchmarks.decision;

import org.jspecify.annotations.NullMarked;
