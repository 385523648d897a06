/** Records of numbered fields, as one process sends them to the next: what a reader does not know it passes over. */
@NullMarked
package io.twinmesh.backend.proxy.wire;

import org.jspecify.annotations.NullMarked;
