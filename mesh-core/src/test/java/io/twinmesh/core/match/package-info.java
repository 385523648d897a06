/** Conditions, against values of every kind. */
@NullMarked
package io.twinmesh.core.match;

import org.jspecify.annotations.NullMarked;
