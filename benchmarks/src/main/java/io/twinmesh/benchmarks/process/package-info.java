/** Child processes, their readiness and what they cost. */
@NullMarked
package io.twinmesh.benchmarks.process;

import org.jspecify.annotations.NullMarked;
