/** The cost of one decision, and of a Dubbo call with one in it: JMH, nanoseconds and bytes per operation. */
@NullMarked
package io.twinmesh.benchmarks.decision;

import org.jspecify.annotations.NullMarked;
