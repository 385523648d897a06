/** Rules from a directory: read once for a tool, or watched as a source of policy. */
@NullMarked
package io.twinmesh.adapters.istio;

import org.jspecify.annotations.NullMarked;
