/** Plain TCP: bytes both ways, nothing looked into. */
@NullMarked
package io.twinmesh.backend.proxy.tcp;

import org.jspecify.annotations.NullMarked;
