/** Tests of what can be asked for. */
@NullMarked
package io.twinmesh.adapters.intercept.model;

import org.jspecify.annotations.NullMarked;
