/** A kernel without a backend, for tools. */
@NullMarked
package io.twinmesh.core;

import org.jspecify.annotations.NullMarked;
