/** Where policy comes from: options of a mesh, sources of rules and what they found wrong. */
@NullMarked
package io.twinmesh.api.config;

import org.jspecify.annotations.NullMarked;
