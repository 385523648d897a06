/** Records of an upgrade, changed on their way. */
@NullMarked
package io.twinmesh.backend.proxy.wire;

import org.jspecify.annotations.NullMarked;
