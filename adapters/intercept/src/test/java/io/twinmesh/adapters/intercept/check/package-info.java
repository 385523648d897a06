/** Tests of the checks before rules are installed. */
@NullMarked
package io.twinmesh.adapters.intercept.check;

import org.jspecify.annotations.NullMarked;
