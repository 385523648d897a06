/** Dubbo, application side: shows each invocation to the mesh. */
@NullMarked
package io.twinmesh.adapters.dubbo;

import org.jspecify.annotations.NullMarked;
