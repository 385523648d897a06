/** The machine: commands that are run, files of the kernel that are read. */
@NullMarked
package io.twinmesh.adapters.intercept.host;

import org.jspecify.annotations.NullMarked;
