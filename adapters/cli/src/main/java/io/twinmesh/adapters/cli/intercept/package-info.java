/** {@code mesh intercept}: installs, removes, shows, checks and guards the rules that hand an application's connections to its sidecar. */
@NullMarked
package io.twinmesh.adapters.cli.intercept;

import org.jspecify.annotations.NullMarked;
