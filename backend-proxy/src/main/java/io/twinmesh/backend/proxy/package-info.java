/** The sidecar: carries bytes and asks the kernel. */
@NullMarked
package io.twinmesh.backend.proxy;

import org.jspecify.annotations.NullMarked;
