/** Tests of the way to the machine. */
@NullMarked
package io.twinmesh.adapters.intercept.host;

import org.jspecify.annotations.NullMarked;
