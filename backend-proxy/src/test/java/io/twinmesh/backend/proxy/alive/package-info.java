/** Tests of the answer to guards. */
@NullMarked
package io.twinmesh.backend.proxy.alive;

import org.jspecify.annotations.NullMarked;
