/** Opens a mesh, describes a call and says what was decided about it. */
@NullMarked
package io.twinmesh.api;

import org.jspecify.annotations.NullMarked;
