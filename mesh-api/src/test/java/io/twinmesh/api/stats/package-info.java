/** Tests of values. */
@NullMarked
package io.twinmesh.api.stats;

import org.jspecify.annotations.NullMarked;
