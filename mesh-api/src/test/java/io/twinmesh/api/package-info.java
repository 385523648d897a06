/** The parts of the API that do something. */
@NullMarked
package io.twinmesh.api;

import org.jspecify.annotations.NullMarked;
