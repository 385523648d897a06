/** Contracts and fakes for the authors of backends and adapters. */
@NullMarked
package io.twinmesh.testkit;

import org.jspecify.annotations.NullMarked;
