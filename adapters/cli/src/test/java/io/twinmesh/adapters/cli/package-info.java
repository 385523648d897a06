/** Tests of the command as its users and scripts see it. */
@NullMarked
package io.twinmesh.adapters.cli;

import org.jspecify.annotations.NullMarked;
