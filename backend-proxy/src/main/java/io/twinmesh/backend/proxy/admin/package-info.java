/** The port on which a sidecar is asked about itself. */
@NullMarked
package io.twinmesh.backend.proxy.admin;

import org.jspecify.annotations.NullMarked;
