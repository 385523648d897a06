/** Tests of what a guard concludes. */
@NullMarked
package io.twinmesh.adapters.intercept.guard;

import org.jspecify.annotations.NullMarked;
