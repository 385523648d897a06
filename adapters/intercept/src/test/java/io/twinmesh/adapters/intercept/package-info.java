/** Tests of interception as a whole. */
@NullMarked
package io.twinmesh.adapters.intercept;

import org.jspecify.annotations.NullMarked;
