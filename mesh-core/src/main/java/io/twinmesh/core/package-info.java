/** The kernel: compiles configuration into a snapshot, decides calls and counts them. */
@NullMarked
package io.twinmesh.core;

import org.jspecify.annotations.NullMarked;
