/** The {@code mesh} command. */
@NullMarked
package io.twinmesh.adapters.cli;

import org.jspecify.annotations.NullMarked;
