/** Installs, removes, shows and checks the rules that hand an application's connections to its sidecar. */
@NullMarked
package io.twinmesh.adapters.intercept;

import org.jspecify.annotations.NullMarked;
