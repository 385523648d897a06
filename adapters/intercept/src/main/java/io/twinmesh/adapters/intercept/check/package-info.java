/** Looks at the machine for everything known to break interception. */
@NullMarked
package io.twinmesh.adapters.intercept.check;

import org.jspecify.annotations.NullMarked;
