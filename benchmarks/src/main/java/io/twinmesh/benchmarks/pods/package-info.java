/** Network namespaces for rows that want one of their own. */
@NullMarked
package io.twinmesh.benchmarks.pods;

import org.jspecify.annotations.NullMarked;
