/** Route tables, compiled: which route a request takes, and which of its clusters. */
@NullMarked
package io.twinmesh.core.route;

import org.jspecify.annotations.NullMarked;
