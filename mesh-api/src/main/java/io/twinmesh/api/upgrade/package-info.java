/** What a running mesh hands to its successor in an upgrade. */
@NullMarked
package io.twinmesh.api.upgrade;

import org.jspecify.annotations.NullMarked;
