/** Tests of bundles, with the jars of this build. */
@NullMarked
package io.twinmesh.backend.agent.bundle;

import org.jspecify.annotations.NullMarked;
