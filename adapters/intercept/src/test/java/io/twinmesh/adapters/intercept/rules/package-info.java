/** Tests of rules as text. */
@NullMarked
package io.twinmesh.adapters.intercept.rules;

import org.jspecify.annotations.NullMarked;
