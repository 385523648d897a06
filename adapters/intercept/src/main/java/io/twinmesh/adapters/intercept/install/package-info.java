/** Brings the machine from the rules it has to the rules it shall have, whole or not at all. */
@NullMarked
package io.twinmesh.adapters.intercept.install;

import org.jspecify.annotations.NullMarked;
