/** Policy as plain immutable data, in xDS words. */
@NullMarked
package io.twinmesh.api.model;

import org.jspecify.annotations.NullMarked;
