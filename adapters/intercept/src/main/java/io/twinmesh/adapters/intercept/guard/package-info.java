/** Takes the rules away while no sidecar answers, and puts them back when one does. */
@NullMarked
package io.twinmesh.adapters.intercept.guard;

import org.jspecify.annotations.NullMarked;
