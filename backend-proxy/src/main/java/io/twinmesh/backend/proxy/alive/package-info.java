/** The sidecar's answer to whoever guards it: it is there, and its event loops turn. */
@NullMarked
package io.twinmesh.backend.proxy.alive;

import org.jspecify.annotations.NullMarked;
