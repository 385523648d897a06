/** The upstream process of every row. */
@NullMarked
package io.twinmesh.benchmarks.echo;

import org.jspecify.annotations.NullMarked;
