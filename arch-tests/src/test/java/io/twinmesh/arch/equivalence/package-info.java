/** The same rules and the same calls, through a frame and in process: the same decisions. */
@NullMarked
package io.twinmesh.arch.equivalence;

import org.jspecify.annotations.NullMarked;
