/** What upgrades share. */
@NullMarked
package io.twinmesh.api.upgrade;

import org.jspecify.annotations.NullMarked;
