/** The load process of every row: closed and open loops on one thread. */
@NullMarked
package io.twinmesh.benchmarks.load;

import org.jspecify.annotations.NullMarked;
