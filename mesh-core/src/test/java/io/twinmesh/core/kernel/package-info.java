/** The kernel as a whole, and its parts. */
@NullMarked
package io.twinmesh.core.kernel;

import org.jspecify.annotations.NullMarked;
