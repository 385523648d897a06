/** What README and docs claim is true of this build. */
@NullMarked
package io.twinmesh.arch.docs;

import org.jspecify.annotations.NullMarked;
