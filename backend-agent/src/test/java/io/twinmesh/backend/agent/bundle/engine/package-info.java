/** Bad engines that tests put into bundles, as jars. */
@NullMarked
package io.twinmesh.backend.agent.bundle.engine;

import org.jspecify.annotations.NullMarked;
