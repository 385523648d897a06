/** A clock that tests move, for the engine in bundles: put into them as a jar. */
@NullMarked
package io.twinmesh.backend.agent.bundle.clock;

import org.jspecify.annotations.NullMarked;
