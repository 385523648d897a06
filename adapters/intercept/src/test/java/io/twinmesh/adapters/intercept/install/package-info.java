/** Tests of the way of rules onto a machine and off it. */
@NullMarked
package io.twinmesh.adapters.intercept.install;

import org.jspecify.annotations.NullMarked;
