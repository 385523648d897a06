/** The in-process backend: asks the kernel inside the application. */
@NullMarked
package io.twinmesh.backend.agent;

import org.jspecify.annotations.NullMarked;
