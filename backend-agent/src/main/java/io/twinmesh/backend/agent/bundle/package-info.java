/** Kernels that come in bundles: opened in class loaders of their own, tried side by side, replaced while calls go on. */
@NullMarked
package io.twinmesh.backend.agent.bundle;

import org.jspecify.annotations.NullMarked;
