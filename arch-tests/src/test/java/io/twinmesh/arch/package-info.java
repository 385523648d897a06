/** What holds for the whole product. */
@NullMarked
package io.twinmesh.arch;

import org.jspecify.annotations.NullMarked;
